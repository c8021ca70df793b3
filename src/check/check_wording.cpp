// Sentences for customers: what they may be about, and what may stand in them.
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "check/codes.hpp"
#include "check/pack_checker.hpp"
#include "parley/base/did_you_mean.hpp"
#include "parley/graph/finding_code.hpp"
#include "parley/graph/wording.hpp"

namespace parley::check {

namespace {

/// Numbers of the house: a customer who can make an agent say one can bargain down to it.
constexpr std::string_view hidden[] = {"actual",     "bound", "headroom", "limit", "margin", "cost",
                                       "concession", "floor", "most",     "least", "because"};

template <typename List>
bool among(const List& list, std::string_view word) {
  return std::find(std::begin(list), std::end(list), word) != std::end(list);
}

bool is_setting(std::string_view key) {
  return key == wording_and || key == wording_decimal;
}

/// What may stand in braces in the sentence for a key.
std::vector<std::string_view> placeholders(std::string_view key) {
  if (is_setting(key) || key == "handoff" || key == wording_stackable) return {};
  if (key == "negotiate.checking" || key == "negotiate.decline") return {};
  if (key == "allow" || among(wording_replies, key)) return {"offers", "total", "saving"};
  if (key == wording_suggest_items) return {"offers", "items", "spend"};
  if (key == wording_suggest_spend) return {"offers", "spend"};
  return {"offers"};
}

}  // namespace

/// What a sentence may be about, in alphabetical order.
std::vector<std::string_view> pack_checker::wording_subjects() const {
  std::vector<std::string_view> known(std::begin(wording_verdicts), std::end(wording_verdicts));
  known.insert(known.end(), std::begin(wording_replies), std::end(wording_replies));
  known.insert(known.end(), std::begin(wording_questions), std::end(wording_questions));
  for (int i = 0; i <= static_cast<int>(last_finding_code); ++i)
    known.push_back(name_of(static_cast<finding_code>(i)));
  for (const checked_stacking& r : pack_.stacking) known.push_back(r.id);
  for (const checked_limit& l : pack_.limits) known.push_back(l.id);
  for (const checked_offer& o : pack_.offers) known.push_back(o.name);
  for (const checked_playbook& p : pack_.playbooks) known.push_back(p.name);
  std::sort(known.begin(), known.end());
  return known;
}

bool pack_checker::wording_key(const syntax::wording_decl& w,
                               const std::vector<std::string_view>& known) {
  const std::string_view key = w.key.text;
  if (is_setting(key) || broken(key) || std::binary_search(known.begin(), known.end(), key))
    return true;
  std::string help = found_.may_search() ? did_you_mean_help(key, known) : std::string();
  found_.error(codes::wording_key, w.key.at,
               fmt::format("nothing is called `{}` that a customer is told about", key),
               help.empty() ? "write a verdict, `handoff`, a finding code such as "
                              "`stacking.excluded`, or the id of a rule"
                            : std::move(help));
  return false;
}

void pack_checker::wording_text(const syntax::wording_decl& w) {
  const std::string_view text = w.text.text;
  if (w.key.text == wording_decimal && text != "." && text != ",") {
    found_.error(codes::wording_placeholder, w.text.at,
                 fmt::format("`{}` isn't a decimal sign", text), "write `.` or `,`");
    return;
  }
  const std::vector<std::string_view> allowed = placeholders(w.key.text);
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '{' && text[at] != '}') continue;
    const std::size_t close = text[at] == '{' ? text.find_first_of("{}", at + 1) : at;
    if (close == std::string_view::npos || text[close] == '{' || close == at) {
      found_.error(codes::wording_placeholder, w.text.at,
                   fmt::format("a `{}` without its other half", text[at]),
                   "a placeholder reads `{offers}`; braces mean nothing else");
      return;
    }
    const std::string_view word = text.substr(at + 1, close - at - 1);
    at = close;
    if (among(allowed, word)) continue;
    if (among(hidden, word)) {
      found_.error(codes::wording_hidden, w.text.at,
                   fmt::format("`{{{}}}` is nothing that customers are told", word),
                   "bounds, measured values, headroom, costs and reasons stay in the house");
      continue;
    }
    std::string help = did_you_mean_help(word, allowed);
    if (help.empty()) {
      help = allowed.empty() ? "write the sentence without placeholders"
             : allowed.size() == 1
                 ? "only `{offers}` may stand here"
                 : fmt::format("`{{{}}}` may stand here", fmt::join(allowed, "}`, `{"));
    }
    found_.error(codes::wording_placeholder, w.text.at,
                 fmt::format("no `{{{}}}` in the sentence for `{}`", word, w.key.text),
                 std::move(help));
  }
}

void pack_checker::wording() {
  const std::vector<std::string_view> known = wording_subjects();
  for (const syntax::wording_decl& w : written_.wording) {
    if (!wording_key(w, known)) continue;
    wording_text(w);
    pack_.wording.push_back({w.language.text, w.key.text, w.text.text, w.key.at});
  }
  const auto order = [](const checked_wording& a, const checked_wording& b) {
    return std::pair(std::string_view(a.language), std::string_view(a.key)) <
           std::pair(std::string_view(b.language), std::string_view(b.key));
  };
  std::stable_sort(pack_.wording.begin(), pack_.wording.end(), order);
  for (std::size_t i = 1; i < pack_.wording.size(); ++i) {
    const checked_wording& first = pack_.wording[i - 1];
    const checked_wording& again = pack_.wording[i];
    if (order(first, again)) continue;
    found_
        .error(codes::duplicate_name, again.at,
               fmt::format("`{}` is said twice in `{}`", again.key, again.language),
               "keep one of the sentences")
        .related.push_back({first.at, "said here first"});
  }
}

void pack_checker::wording_gaps() {
  std::unordered_set<std::string_view> limits;
  for (const checked_limit& l : pack_.limits) limits.insert(l.id);
  for (auto first = pack_.wording.begin(); first != pack_.wording.end();) {
    const auto last = std::find_if(first, pack_.wording.end(), [&](const checked_wording& w) {
      return w.language != first->language;
    });
    std::string lacking;
    const auto miss = [&](std::string_view key) {
      if (std::any_of(first, last, [&](const checked_wording& w) { return w.key == key; })) return;
      lacking += fmt::format("{}`{}`", lacking.empty() ? "" : ", ", key);
    };
    for (const std::string_view key : wording_verdicts) miss(key);
    if (pack_.negotiation) {
      for (const std::string_view key : wording_replies) miss(key);
    }
    if (!lacking.empty() && first->language != "en") {
      found_.warning(codes::wording_gap, first->at,
                     fmt::format("`{}` has no sentence for {}", first->language, lacking),
                     "customers would be told these in English");
    }
    for (auto w = first; w != last; ++w) {
      const bool of_limit =
          w->key.starts_with("limit.") || w->key == "grant.partial" || limits.count(w->key) != 0;
      const bool number =
          std::any_of(w->text.begin(), w->text.end(), [](char c) { return c >= '0' && c <= '9'; });
      if (!of_limit || !number) continue;
      found_.warning(codes::wording_number, w->at,
                     fmt::format("the sentence for `{}` tells customers a number", w->key),
                     "a limit that can be told isn't one to bargain with: say it without");
    }
    first = last;
  }
}

}  // namespace parley::check
