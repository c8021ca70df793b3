// parley decides what may be promised to a shopper, and what may be offered instead.
//
// A merchant writes a *pack*: the offers, which of them go together, and how much may be given
// away. A host asks questions about it with what it knows now, its *facts*. Everything here is the
// engine: header-only, the standard library alone. docs/embedding.md shows the whole way with code
// that is compiled and run.
//
// --- Getting a pack ------------------------------------------------------------------------------
// From an image that `parley build` wrote (nothing else to link):
//
//   parley::result<parley::pack> loaded = parley::pack_from_image(bytes);
//   if (!loaded.ok()) log(loaded.failure().message);      // damaged or hostile: refused, never
//   undefined const parley::pack& rules = loaded.value();           // immutable; share it between
//   threads
//
// or from YAML, with parley::compiler (parley/compiler/compile.hpp):
//
//   const parley::compilation made = parley::compile_file("winter.yaml");
//   if (!made.compiled) for (const auto& d : made.found.items()) ...     // all faults, with places
//
// --- Saying what is known ------------------------------------------------------------------------
//
//   parley::fact_set facts(rules.schema());
//   facts.set_now({1795341600, 0});                       // nothing reads the system clock
//   facts.open_cart();
//   facts.add_line({"l1", "TEA-GREEN", 2, 1200});         // id, sku, quantity, price in minor
//   units facts.set(rules.schema().fact_named("customer.orders"), parley::value::integer(0));
//
// What isn't set is unknown, and an unknown that could break a rule makes the verdict `need`. A
// host's own structs fill a fact set through parley::struct_binding (parley/facts/binding.hpp);
// files are read by parley/compiler/read.hpp.
//
// --- May I promise this? -------------------------------------------------------------------------
//
//   parley::workspace memory;                             // one for each thread, used again and
//   again parley::decision answer; parley::proposal asked; asked.offers.push_back({"WELCOME10"});
//   parley::validate(rules, facts, asked, memory, answer);
//   if (answer.verdict == parley::verdict::allow) say(answer.quote.total);        // minor units
//   for (const parley::finding& f : answer.findings) log(parley::name_of(f.code));
//
// A warm `validate` allocates nothing. An offer that the pack doesn't know is a `deny`, not an
// error: agents invent offers.
//
// --- What may I offer instead? -------------------------------------------------------------------
//
//   parley::question_workspace w;
//   parley::eligible(rules, facts, asked, w, found);      // every offer, with headroom
//   parley::stackable(rules, facts, rows, "", w, found);  // the smallest conflicts
//   parley::best(rules, facts, {}, w, found);             // the best permitted combination, with a
//   proof parley::explain(rules, facts, asked, w, found);       // the smallest changes that make
//   it right parley::suggest(rules, facts, asked, nullptr, w, found);    // what to add to the cart
//
// --- Negotiating ---------------------------------------------------------------------------------
//
//   parley::session talk = parley::open_session(rules, facts, "chat-17");
//   parley::ask wish;
//   wish.target_percent = 25 * parley::ratio_one / 100;   // "25% off?"
//   auto reply = parley::negotiate(rules, facts, talk, wish, w);
//   if (reply.ok()) talk = reply.value().next;            // a plain value that the host stores
//
// --- Errors --------------------------------------------------------------------------------------
// Text that people wrote: diagnostics. A rule that fails on these facts: a finding, and a deny.
// Data from outside (an image, a session): parley::result. Misuse of the API: an assertion. Nothing
// prints, nothing throws but std::bad_alloc.
#pragma once

#include "parley/base/diagnostic.hpp"
#include "parley/base/limits.hpp"
#include "parley/base/result.hpp"
#include "parley/engine/best.hpp"
#include "parley/engine/customer_words.hpp"
#include "parley/engine/decision.hpp"
#include "parley/engine/decision_digest.hpp"
#include "parley/engine/eligible.hpp"
#include "parley/engine/explain.hpp"
#include "parley/engine/findings.hpp"
#include "parley/engine/question_words.hpp"
#include "parley/engine/quote_tax.hpp"
#include "parley/engine/refund.hpp"
#include "parley/engine/stackable.hpp"
#include "parley/engine/suggest.hpp"
#include "parley/engine/validate.hpp"
#include "parley/facts/binding.hpp"
#include "parley/facts/cart_hash.hpp"
#include "parley/facts/catalog.hpp"
#include "parley/facts/fact_set.hpp"
#include "parley/graph/image.hpp"
#include "parley/graph/pack.hpp"
#include "parley/money/currency.hpp"
#include "parley/negotiate/negotiate.hpp"
