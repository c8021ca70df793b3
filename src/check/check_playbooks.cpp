// Playbooks, and what holds whatever the intent: handoffs and obligations of the pack.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "check/codes.hpp"
#include "check/pack_checker.hpp"

namespace parley::check {

void pack_checker::playbooks() {
  pack_.handoffs = handoffs(written_.handoffs);
  pack_.obligations = obligations(written_.obligations);
  for (const syntax::playbook_decl& p : written_.playbooks) {
    const auto row = playbooks_.find(p.name.text);
    // The second declaration of a name is reported already and stands for nothing.
    if (!row || *row != pack_.playbooks.size() || playbooks_.declared_at(p.name.text) != p.name.at)
      continue;
    checked_playbook made;
    made.name = p.name.text;
    made.at = p.name.at;
    for (const syntax::subject& s : p.offers) {
      if (const auto subject = subject_of(s)) made.offers.push_back(*subject);
    }
    for (const syntax::name& n : p.needs) {
      const auto fact = std::lower_bound(
          pack_.facts.begin(), pack_.facts.end(), n.text,
          [](const checked_fact& f, const std::string& name) { return f.name < name; });
      if (fact == pack_.facts.end() || fact->name != n.text) {
        if (broken(n.text)) continue;
        const bool built_in = n.text.starts_with("cart") || n.text == "customer.key" ||
                              n.text == "now" || n.text.starts_with("line.");
        found_.error(codes::unknown_needed_fact, n.at, fmt::format("unknown fact `{}`", n.text),
                     built_in ? "only facts under `facts:` that aren't of lines can be needed"
                              : suggestion(found_, n.text, {&facts_}, "declare it under `facts:`"));
        continue;
      }
      const auto which = static_cast<index>(fact - pack_.facts.begin());
      made.needs.push_back(which);
      used_facts_[which] = true;
    }
    std::sort(made.needs.begin(), made.needs.end());
    made.needs.erase(std::unique(made.needs.begin(), made.needs.end()), made.needs.end());
    for (const syntax::limit_rule& l : p.limits) {
      made.limits.push_back(static_cast<index>(pack_.limits.size()));
      limit(l, *row);
    }
    made.handoffs = handoffs(p.handoffs);
    made.obligations = obligations(p.obligations);
    pack_.playbooks.push_back(std::move(made));
  }
}

}  // namespace parley::check
