#include "packtest/expectation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "packtest/codes.hpp"
#include "parley/base/limits.hpp"

namespace parley::packtest {

namespace {

using facts_io::input;
using yaml::node;
using yaml::node_kind;
using words = std::vector<std::string_view>;

const words verdicts{"allow", "escalate", "need", "deny"};
const words stack_answers{"yes", "depends", "no"};
const words outcomes{"accept", "counter", "hold", "final", "decline", "handoff"};
const words totals{"subtotal", "discount",   "shipping",  "shipping_discount",
                   "total",    "concession", "gifts_cost"};

class reader {
 public:
  explicit reader(input& in) : in_(in) {}

  void refuse(const node& n, std::string message, std::string help) {
    in_.fail(codes::bad_expectation, n, std::move(message), std::move(help));
  }

  std::string word(const node& n, std::string_view what, const words& known) {
    if (n.kind == node_kind::scalar &&
        std::find(known.begin(), known.end(), n.text) != known.end()) {
      return n.text;
    }
    refuse(n, fmt::format("{} can't be {}", what, facts_io::describe(n)),
           fmt::format("write `{}`", fmt::join(known, "`, `")));
    return {};
  }

  std::string text(const node* n, std::string_view what) {
    if (n == nullptr) return {};
    const auto read = in_.name(*n, what);
    return read ? std::string(*read) : std::string();
  }

  /// A list of texts; one text stands for a list of one, `none` for an empty one.
  std::vector<std::string> texts(const node& n, std::string_view what) {
    std::vector<std::string> out;
    if (n.kind == node_kind::scalar) {
      if (const auto read = in_.name(n, what); read && *read != "none") out.emplace_back(*read);
      return out;
    }
    if (!in_.expect(n, node_kind::sequence, what)) return out;
    for (const std::uint32_t child : in_.children(n)) {
      if (const auto read = in_.name(in_.at(child), what)) out.emplace_back(*read);
    }
    return out;
  }

  std::vector<std::vector<std::string>> text_lists(const node& n, std::string_view what) {
    std::vector<std::vector<std::string>> out;
    if (!in_.expect(n, node_kind::sequence, what)) return out;
    for (const std::uint32_t child : in_.children(n)) out.push_back(texts(in_.at(child), what));
    return out;
  }

  std::vector<named_amount> amounts(const node& n, std::string_view what) {
    std::vector<named_amount> out;
    if (!in_.expect(n, node_kind::mapping, what)) return out;
    const auto children = in_.children(n);
    for (std::size_t i = 0; i + 1 < children.size(); i += 2) {
      add_amount(in_.at(children[i]).text, in_.at(children[i + 1]), out);
    }
    return out;
  }

  void add_amount(const std::string& name, const node& n, std::vector<named_amount>& to) {
    const auto read = in_.money(n, fmt::format("`{}`", name), -caps::cart_total, caps::cart_total);
    if (read) to.emplace_back(name, *read);
  }

  finding_check finding(const node& n) {
    finding_check made;
    if (n.kind == node_kind::scalar) {
      made.text = text(&n, "a finding");
      // Codes are two words with a dot between them, which no id of a rule is.
      (is_code(made.text) ? made.code : made.rule) = made.text;
      return made;
    }
    if (!in_.expect(n, node_kind::mapping, "a finding")) return made;
    in_.only(n, "key of a finding",
             {"code", "rule", "because", "verdict", "offers", "line", "actual", "bound"});
    made.code = text(in_.find(n, "code"), "`code`");
    if (!made.code.empty() && !is_code(made.code)) {
      refuse(*in_.find(n, "code"), fmt::format("there is no finding `{}`", made.code),
             "docs/decisions.md lists the codes");
    }
    made.rule = text(in_.find(n, "rule"), "`rule`");
    made.because = text(in_.find(n, "because"), "`because`");
    made.line = text(in_.find(n, "line"), "`line`");
    made.actual = text(in_.find(n, "actual"), "`actual`");
    made.bound = text(in_.find(n, "bound"), "`bound`");
    if (const node* v = in_.find(n, "verdict"))
      made.verdict = verdict_of(word(*v, "`verdict`", verdicts));
    if (const node* o = in_.find(n, "offers")) made.offers = texts(*o, "`offers`");
    const auto say = [&](std::string_view part) {
      if (!part.empty()) made.text += fmt::format("{}{}", made.text.empty() ? "" : " ", part);
    };
    say(made.code), say(made.rule);
    if (made.offers) say(fmt::format("of {}", fmt::join(*made.offers, ", ")));
    if (!made.line.empty()) say(fmt::format("on line {}", made.line));
    if (!made.actual.empty()) say(fmt::format("actual {}", made.actual));
    if (!made.bound.empty()) say(fmt::format("bound {}", made.bound));
    if (!made.because.empty()) say(fmt::format("because {}", made.because));
    return made;
  }

  std::vector<finding_check> findings(const node& n, bool many) {
    std::vector<finding_check> out;
    if (n.kind != node_kind::sequence) {
      if (!(many && n.kind == node_kind::scalar && n.text == "none")) out.push_back(finding(n));
      return out;
    }
    for (const std::uint32_t child : in_.children(n)) out.push_back(finding(in_.at(child)));
    return out;
  }

  quote_check quote(const node& n) {
    quote_check made;
    if (!in_.expect(n, node_kind::mapping, "`quote`")) return made;
    words known = totals;
    known.insert(known.end(), {"applied", "lines"});
    in_.only(n, "key of a quote", known);
    for (const std::string_view name : totals) {
      if (const node* a = in_.find(n, name)) add_amount(std::string(name), *a, made.totals);
    }
    if (const node* a = in_.find(n, "applied")) made.applied = amounts(*a, "`applied`");
    const node* const lines = in_.find(n, "lines");
    if (lines == nullptr || !in_.expect(*lines, node_kind::mapping, "`lines`")) return made;
    const auto children = in_.children(*lines);
    for (std::size_t i = 0; i + 1 < children.size(); i += 2) {
      const node& content = in_.at(children[i + 1]);
      line_check line;
      line.id = in_.at(children[i]).text;
      if (content.kind == node_kind::scalar) {
        add_amount("price", content, line.amounts);
      } else if (in_.expect(content, node_kind::mapping, "a line")) {
        in_.only(content, "key of a line", {"list", "discount", "price", "allocations"});
        for (const char* name : {"list", "discount", "price"}) {
          if (const node* a = in_.find(content, name)) add_amount(name, *a, line.amounts);
        }
        if (const node* a = in_.find(content, "allocations")) {
          line.allocations = amounts(*a, "`allocations`");
        }
      }
      made.lines.push_back(std::move(line));
    }
    return made;
  }

  void offers(const node& n, expectation& to) {
    if (!in_.expect(n, node_kind::mapping, "`offers`")) return;
    const auto children = in_.children(n);
    for (std::size_t i = 0; i + 1 < children.size(); i += 2) {
      const node& key = in_.at(children[i]);
      const node& content = in_.at(children[i + 1]);
      known_offer(key);
      offer_check made;
      made.name = key.text;
      if (content.kind == node_kind::mapping) {
        in_.only(content, "key of an offer", {"verdict", "most", "least", "binding"});
        if (const node* v = in_.find(content, "verdict"))
          made.answer = word(*v, "`verdict`", verdicts);
        made.most = text(in_.find(content, "most"), "`most`");
        made.least = text(in_.find(content, "least"), "`least`");
        made.binding = text(in_.find(content, "binding"), "`binding`");
      } else {
        made.answer = word(content, "an offer's verdict", verdicts);
      }
      to.offers.push_back(std::move(made));
    }
  }

  void known_offer(const node& n) {
    if (in_.pack().offer_named(n.text) != no_index) return;
    words known;
    for (const graph::offer_row& row : in_.pack().tables().offers) {
      known.push_back(in_.pack().text(row.name));
    }
    in_.unknown(n, "offer", known);
  }

  /// `A with B`, or a list of two.
  void pairs(const node& n, std::string_view answer, expectation& to) {
    if (!in_.expect(n, node_kind::sequence, fmt::format("`{}`", answer))) return;
    for (const std::uint32_t child : in_.children(n)) {
      const node& item = in_.at(child);
      std::vector<std::string> pair;
      if (item.kind == node_kind::scalar) {
        const std::size_t with = item.text.find(" with ");
        if (with != std::string::npos)
          pair = {item.text.substr(0, with), item.text.substr(with + 6)};
      } else {
        pair = texts(item, "a pair");
      }
      const bool good = pair.size() == 2 && pair[0] != pair[1] &&
                        in_.pack().offer_named(pair[0]) != no_index &&
                        in_.pack().offer_named(pair[1]) != no_index;
      if (!good) {
        refuse(item, "a pair names two offers of the pack", "write `WELCOME10 with FREESHIP`");
        continue;
      }
      const bool listed = std::any_of(to.pairs.begin(), to.pairs.end(), [&](const auto& p) {
        return std::is_permutation(p.first.begin(), p.first.end(), pair.begin());
      });
      if (listed) {
        refuse(item, fmt::format("`{} with {}` is listed twice", pair[0], pair[1]),
               "expect one answer of a pair");
        continue;
      }
      to.pairs.emplace_back(std::move(pair), std::string(answer));
    }
  }

  diagnostic_check diagnostic(const node& n) {
    diagnostic_check made;
    std::string place;
    if (n.kind == node_kind::mapping) {
      in_.only(n, "key of a diagnostic", {"code", "at", "message"});
      if (const node* code = in_.require(n, "code", "a diagnostic"))
        made.code = text(code, "`code`");
      place = text(in_.find(n, "at"), "`at`");
      made.message = text(in_.find(n, "message"), "`message`");
    } else {
      const std::string whole = text(&n, "a diagnostic");
      const std::size_t at = whole.find(" at ");
      made.code = whole.substr(0, at);
      if (at != std::string::npos) place = whole.substr(at + 4);
    }
    made.text = made.code;
    if (!place.empty()) made.text += " at " + place;
    if (!made.message.empty()) made.text += ": " + made.message;
    if (!read_place(place, made)) {
      refuse(n, fmt::format("`{}` is no place", place),
             "write `PL2103 at 14:22` or `PL2103 at 14`");
    }
    return made;
  }

  void propose(const node& n, expectation& to) {
    if (const node* v = in_.find(n, "verdict")) to.answer = word(*v, "`verdict`", verdicts);
    if (const node* f = in_.find(n, "findings")) to.findings = findings(*f, true);
    if (const node* f = in_.find(n, "finding")) to.some = findings(*f, false);
    if (const node* m = in_.find(n, "missing")) to.missing = texts(*m, "`missing`");
    if (const node* o = in_.find(n, "obligations")) to.obligations = texts(*o, "`obligations`");
    if (const node* h = in_.find(n, "handoff")) to.handoff = text(h, "`handoff`");
    if (const node* a = in_.find(n, "approvals")) approvals(*a, to);
    if (const node* r = in_.find(n, "repairs")) to.repairs = text_lists(*r, "`repairs`");
    if (const node* q = in_.find(n, "quote")) to.quote = quote(*q);
    if (const node* t = in_.find(n, "total")) {
      if (!to.quote) to.quote.emplace();
      add_amount("total", *t, to.quote->totals);
    }
  }

  void terms(const node& n, expectation& to) {
    if (const node* o = in_.find(n, "offers")) to.terms = texts(*o, "`offers`");
    for (const char* name : {"total", "saving", "worth", "concession"}) {
      if (const node* a = in_.find(n, name)) add_amount(name, *a, to.amounts);
    }
  }

  static std::optional<verdict> verdict_of(std::string_view name) {
    for (const verdict v : {verdict::allow, verdict::escalate, verdict::need, verdict::deny}) {
      if (name_of(v) == name) return v;
    }
    return std::nullopt;
  }

  input& in_;

 private:
  static bool is_code(std::string_view text) {
    for (int i = 0; i <= static_cast<int>(last_finding_code); ++i) {
      if (name_of(static_cast<finding_code>(i)) == text) return true;
    }
    return false;
  }

  void approvals(const node& n, expectation& to) {
    if (n.kind == node_kind::scalar && n.text == "none") {
      to.approvals.emplace();
      return;
    }
    to.approvals.emplace();
    if (!in_.expect(n, node_kind::mapping, "`approvals`")) return;
    const auto& limits = in_.pack().tables().limits;
    const auto children = in_.children(n);
    for (std::size_t i = 0; i + 1 < children.size(); i += 2) {
      const node& key = in_.at(children[i]);
      words known;
      for (const graph::limit_row& l : limits) known.push_back(in_.pack().text(l.id));
      if (std::find(known.begin(), known.end(), key.text) == known.end()) {
        in_.unknown(key, "limit", known);
        continue;
      }
      to.approvals->emplace_back(key.text, text(&in_.at(children[i + 1]), "what is approved"));
    }
  }

  /// `14`, `14:22`, `winter.yaml:14:22`.
  static bool read_place(std::string_view text, diagnostic_check& to) {
    if (text.empty()) return true;
    std::vector<std::uint32_t> numbers;
    while (!text.empty() && numbers.size() < 2) {
      const std::size_t colon = text.rfind(':');
      const std::string_view part = colon == std::string_view::npos ? text : text.substr(colon + 1);
      std::uint32_t number = 0;
      const auto [end, fault] = std::from_chars(part.data(), part.data() + part.size(), number);
      if (fault != std::errc() || end != part.data() + part.size()) break;
      numbers.push_back(number);
      text = colon == std::string_view::npos ? std::string_view() : text.substr(0, colon);
    }
    to.file = text;
    if (numbers.empty()) return false;
    to.line = numbers.back();
    if (numbers.size() == 2) to.column = numbers.front();
    return true;
  }
};

}  // namespace

expectation read_expectation(input& in, const node& n, question asked) {
  reader read(in);
  expectation made;
  made.at = n.at;
  if (asked == question::must_fail) {
    if (n.kind != node_kind::sequence) {
      made.diagnostics.push_back(read.diagnostic(n));
    } else {
      for (const std::uint32_t child : in.children(n)) {
        made.diagnostics.push_back(read.diagnostic(in.at(child)));
      }
    }
    return made;
  }
  if (asked == question::propose && n.kind == node_kind::scalar) {
    made.answer = read.word(n, "a verdict", verdicts);
    return made;
  }
  if (asked == question::stackable && n.kind == node_kind::scalar) {
    made.answer = read.word(n, "the answer", stack_answers);
    return made;
  }
  if (asked == question::best && n.kind != node_kind::mapping) {
    made.terms = read.texts(n, "the best offers");
    return made;
  }
  if (!in.expect(n, node_kind::mapping, "`expect`")) return made;
  switch (asked) {
    case question::propose:
      in.only(n, "expectation of a proposal",
              {"verdict", "findings", "finding", "missing", "obligations", "handoff", "approvals",
               "quote", "total", "repairs"});
      read.propose(n, made);
      break;
    case question::eligible:
      in.only(n, "expectation of `eligible`", {"offers", "others", "missing"});
      if (const node* o = in.find(n, "offers")) read.offers(*o, made);
      if (const node* m = in.find(n, "missing")) made.missing = read.texts(*m, "`missing`");
      if (const node* o = in.find(n, "others")) {
        made.others = read.word(*o, "`others`", {"allow", "escalate", "need", "deny", "any"});
      }
      break;
    case question::stackable:
      in.only(n, "expectation of `stackable`", {"answer", "conflicts"});
      if (const node* a = in.find(n, "answer"))
        made.answer = read.word(*a, "`answer`", stack_answers);
      if (const node* c = in.find(n, "conflicts"))
        made.conflicts = read.text_lists(*c, "`conflicts`");
      break;
    case question::pairs:
      made.others = "no";
      in.only(n, "expectation of `stackable: pairs`", {"yes", "depends", "no", "others"});
      for (const std::string_view answer : stack_answers) {
        if (const node* p = in.find(n, answer)) read.pairs(*p, answer, made);
      }
      if (const node* o = in.find(n, "others")) {
        made.others = read.word(*o, "`others`", {"yes", "depends", "no", "any"});
      }
      break;
    case question::best:
      in.only(n, "expectation of `best`",
              {"offers", "total", "saving", "worth", "concession", "optimal"});
      read.terms(n, made);
      if (const node* o = in.find(n, "optimal")) made.optimal = in.boolean(*o, "`optimal`");
      break;
    default: break;
  }
  return made;
}

expectation read_step_expectation(input& in, const node& step, const words& also) {
  reader read(in);
  expectation made;
  made.at = step.at;
  words known{"expect", "reason", "role",  "missing",    "offers",
              "total",  "saving", "worth", "concession", "quote"};
  known.insert(known.end(), also.begin(), also.end());
  in.only(step, "key of a step", known);
  if (const node* e = in.find(step, "expect")) made.answer = read.word(*e, "an outcome", outcomes);
  made.reason = read.text(in.find(step, "reason"), "`reason`");
  made.role = read.text(in.find(step, "role"), "`role`");
  if (const node* m = in.find(step, "missing")) made.missing = read.texts(*m, "`missing`");
  if (const node* q = in.find(step, "quote")) made.quote = read.quote(*q);
  read.terms(step, made);
  return made;
}

}  // namespace parley::packtest
