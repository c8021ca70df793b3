#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/exit_code.hpp"
#include "cli/file_lock.hpp"
#include "cli/files.hpp"
#include "cli/ladder_position.hpp"
#include "cli/request.hpp"
#include "cli/run_cases.hpp"
#include "cli/run_simulation.hpp"
#include "cli/verbs.hpp"
#include "parley/base/limits.hpp"
#include "parley/base/sha256.hpp"
#include "parley/compiler/read_negotiation.hpp"
#include "parley/negotiate/negotiate.hpp"
#include "report/negotiation_report.hpp"

namespace parley::cli {

namespace {

/// What may be said, for people.
constexpr std::string_view ask_line_help =
    "say `25%` (off), `50.00` (in all), `budget 60`, `competitor 49`, `HAGGLE 8%`, `give TRIGGER`, "
    "`more`, `accept`, `reject` or `quit`; several with `;` between them";

/// CLI11 would wrap `-1` around to the greatest number.
std::string digits_only(const std::string& text) {
  return text.find_first_not_of("0123456789") == std::string::npos ? std::string()
                                                                   : "write digits only";
}

struct negotiate_options : request_options {
  std::string ask;
  std::vector<std::string> say;
  std::string session;
  std::string session_out;
  std::string session_id;
  std::vector<std::string> history;
  std::string key_file;
  std::uint64_t last_revision = 0;
  bool internal = false;  ///< show where the ladder stands
  bool told_audience = false;
  simulate_options simulation;

  [[nodiscard]] const std::string& session_target() const {
    return session_out.empty() ? session : session_out;
  }
};

int reply_exit(const negotiation_reply& reply) {
  switch (reply.outcome) {
    case negotiation_outcome::accept:
    case negotiation_outcome::counter:
    case negotiation_outcome::final: return exit_yes;
    case negotiation_outcome::hold:
      return reply.reason == reply_reason::missing_facts ? exit_need : exit_yes;
    case negotiation_outcome::decline: return exit_no;
    case negotiation_outcome::handoff: return exit_escalate;
  }
  return exit_no;
}

/// One conversation: the session as it stands, and everything an answer needs.
class conversation {
 public:
  conversation(const pack& rules, const fact_set& facts, const negotiate_options& options,
               const console& to)
      : rules_(rules), facts_(facts), options_(options), to_(to), audience_(options.who()) {}

  /// Reads the key and the session, or opens a new one. False after telling what is wrong.
  [[nodiscard]] bool open(int& exit) {
    if (!options_.key_file.empty()) {
      result<std::string> key = read_whole(options_.key_file, caps::session_bytes);
      if (!key.ok()) return refuse(key.failure().message, exit_file, exit);
      key_ = std::move(key).value();
      while (!key_.empty() && (key_.back() == '\n' || key_.back() == '\r')) key_.pop_back();
      if (key_.empty()) return refuse("the key file is empty", exit_use, exit);
    }
    if (options_.session_target() != options_.session && is_regular(options_.session_out)) {
      result<std::string> there = read_whole(options_.session_out, caps::session_bytes);
      if (!there.ok()) return refuse(there.failure().message, exit_file, exit);
      stored_ = std::move(there).value();
    }
    const bool exists = !options_.session.empty() && ::access(options_.session.c_str(), F_OK) == 0;
    std::string* const read = options_.session_target() == options_.session ? &stored_ : nullptr;
    if (exists) return load(options_.session, options_.last_revision, session_, read, exit);
    if (!options_.session.empty() && options_.last_revision > 0) {
      complain(fmt::format("`{}` doesn't exist, but its revision {} was seen already",
                           options_.session, options_.last_revision),
               "use the latest session", "PL6042");
      exit = exit_use;
      return false;
    }
    std::vector<session> kept;
    for (const std::string& path : options_.history) {
      if (!load(path, 0, kept.emplace_back(), nullptr, exit)) return false;
    }
    result<session> resumed = resume_session(rules_, facts_, kept, new_id(), options_.intent);
    if (!resumed.ok()) {
      complain(fmt::format("{} ({})", resumed.failure().message, resumed.failure().code), {},
               resumed.failure().code);
      exit = exit_use;
      return false;
    }
    session_ = std::move(resumed).value();
    return true;
  }

  /// Answers one ask, stores the session, and gives the exit code.
  [[nodiscard]] int answer(ask asked) {
    if (!options_.intent.empty()) asked.intent = options_.intent;
    // Without a seal the session may have been in other hands: what stands is judged again.
    const session_trust trust = key_.empty() ? session_trust::open : session_trust::kept;
    result<negotiation_reply> replied = negotiate(rules_, facts_, session_, asked, memory_, trust);
    if (!replied.ok()) {
      complain(fmt::format("{} ({})", replied.failure().message, replied.failure().code), {},
               replied.failure().code);
      return exit_use;
    }
    const negotiation_reply& reply = replied.value();
    session_ = reply.next;
    const std::string text = write_session(session_, key_);
    if (!options_.session_target().empty()) {
      if (const int failed = store(text + "\n"); failed != exit_yes) return failed;
    }
    const report::answer_context about{rules_, facts_, audience_, {}, options_.language};
    if (to_.json) {
      nlohmann::ordered_json json = report::to_json(reply, about);
      if (audience_ == report::audience::internal)
        json["session"] = nlohmann::ordered_json::parse(text);
      print(report::dump(json) + "\n");
    } else {
      print(report::to_text(reply, about, to_.style));
      if (options_.internal) print(ladder_position_text(rules_, facts_, session_, memory_));
    }
    return reply_exit(reply);
  }

  /// Lines until `quit` or the end; gives the exit code of the last answer.
  [[nodiscard]] int talk() {
    const bool person = ::isatty(STDIN_FILENO) != 0 && !to_.json;
    int exit = exit_yes;
    if (person) {
      // Who plays the shopper sees what a shopper sees.
      if (!options_.internal && !options_.told_audience) audience_ = report::audience::customer;
      print(greeting());
    }
    std::string line;
    while (true) {
      if (person) print("> ");
      if (!std::getline(std::cin, line) || line == "quit") break;
      if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
      exit = say(line);
      if (exit == exit_file || output_failure() || (person && session_.closed)) break;
    }
    return exit;
  }

  [[nodiscard]] int say(const std::string& line) {
    std::string why;
    const std::optional<owned_ask> asked = parse_ask_line(rules_, line, options_.reading(), why);
    if (asked) return answer(asked->content);
    complain(why, ask_line_help);
    return exit_use;
  }

 private:
  /// What a person at a terminal needs to know first.
  [[nodiscard]] std::string greeting() const {
    std::int64_t list = facts_.subtotal();
    for (const shipping_entry& entry : facts_.shipping()) list += entry.price;
    std::string out = fmt::format("You are the shopper. {} in all, before any offer",
                                  report::money_text(rules_, list));
    if (session_.standing && !session_.closed)
      out +=
          fmt::format("; {} is on the table", report::money_text(rules_, session_.standing->total));
    const auto triggers = pack::rows(rules_.tables().triggers, rules_.header().triggers);
    out += fmt::format(".\n{}\n", ask_line_help);
    for (const graph::trigger_row& t : triggers)
      out += fmt::format("  give {}\n", report::printable(rules_.text(t.name)));
    return out;
  }

  /// Reads a session file; `text` gets its bytes. False after telling what is wrong.
  bool load(const std::string& path, std::uint64_t last_revision, session& to, std::string* text,
            int& exit) {
    source_set sources;
    diagnostics found;
    const auto file = add_source(path, sources, to_, exit);
    if (!file) return false;
    std::optional<session> read = read_session(sources, *file, {key_, last_revision}, found);
    if (!read) {
      tell(to_, found, sources);
      exit = exit_use;
      return false;
    }
    to = std::move(*read);
    if (text != nullptr) *text = sources[*file].text();
    return true;
  }

  /// Writes the session where it belongs, unless another process has meanwhile: of those that
  /// answered from the same state one alone stores its answer. Nobody reads or writes in between.
  [[nodiscard]] int store(std::string text) {
    const std::string& path = options_.session_target();
    const file_lock only_one(path);
    if (only_one.failure()) return not_stored(*only_one.failure());
    if (!unchanged(path)) {
      complain("the session was changed by somebody else meanwhile (session.changed)",
               "nothing was promised: answer again from the session as it is now",
               "session.changed");
      return exit_use;
    }
    if (const auto failure = write_whole(path, text)) return not_stored(*failure);
    stored_ = std::move(text);
    return exit_yes;
  }
  [[nodiscard]] static int not_stored(const error& why) {
    complain(why.message, "nothing was promised: the reply is not shown", why.code);
    return exit_file;
  }

  /// Whether a file is still as it was read; devices and pipes always are.
  [[nodiscard]] bool unchanged(const std::string& path) const {
    struct stat about {};
    if (::stat(path.c_str(), &about) != 0) return stored_.empty();
    if (!S_ISREG(about.st_mode)) return true;
    const result<std::string> now = read_whole(path, caps::session_bytes);
    return now.ok() && now.value() == stored_;
  }

  [[nodiscard]] static bool is_regular(const std::string& path) {
    struct stat about {};
    return ::stat(path.c_str(), &about) == 0 && S_ISREG(about.st_mode);
  }

  bool refuse(std::string_view message, int code, int& exit) {
    complain(message);
    exit = code;
    return false;
  }

  /// The same cart and customer open the same session, so that a run can be repeated; a host names
  /// its own.
  [[nodiscard]] std::string new_id() const {
    if (!options_.session_id.empty()) return options_.session_id;
    std::string seed = rules_.digest() + cart_hash(facts_);
    if (facts_.customer_key().state == fact_state::known)
      seed += facts_.customer_key().content.as_text();
    return "s-" + sha256_hex(seed).substr(0, 16);
  }

  const pack& rules_;
  const fact_set& facts_;
  const negotiate_options& options_;
  const console& to_;
  report::audience audience_;
  std::string key_;
  std::string stored_;  ///< the file that the session is written to, as it is known
  session session_;
  negotiation_workspace memory_;
};

int run_negotiate(const negotiate_options& options) {
  if (options.internal && options.who() != report::audience::internal) {
    complain("--internal shows what other audiences must not see", "leave --audience out");
    return exit_use;
  }
  if (options.session == "-" || options.session_out == "-") {
    complain("a session is kept in a file", "name one with --session");
    return exit_use;
  }
  const console to = make_console(options.json);
  int exit = exit_yes;
  const std::optional<pack> rules = open_pack(options, to, exit);
  if (!rules) return exit;
  source_set sources;
  diagnostics found;
  std::optional<owned_ask> asked;
  if (!options.ask.empty()) {
    const auto file = add_source(options.ask, sources, to, exit);
    if (!file) return exit;
    asked = read_ask(*rules, sources, *file, options.reading(), found);
    if (!asked) {
      found.sort();
      tell(to, found, sources);
      return exit_use;
    }
  }
  const auto file = add_source(options.facts, sources, to, exit);
  if (!file) return exit;
  const std::optional<fact_set> facts =
      read_facts(*rules, sources, *file, options.reading(), found);
  if (!facts) {
    found.sort();
    tell(to, found, sources);
    return exit_use;
  }

  if (options.simulation.negotiations != 0)
    return run_simulation(*rules, *facts, options, options.simulation);
  conversation talk(*rules, *facts, options, to);
  if (!talk.open(exit)) return exit;
  if (asked) return talk.answer(asked->content);
  for (const std::string& line : options.say) {
    exit = talk.say(line);
    if (exit == exit_file || exit == exit_use) return exit;
  }
  return options.say.empty() ? talk.talk() : exit;
}

}  // namespace

void add_negotiate(CLI::App& app, int& exit) {
  auto options = std::make_shared<negotiate_options>();
  CLI::App* const verb =
      app.add_subcommand("negotiate", "answer what a shopper asks for: counter, hold, final ...");
  add_pack_option(*verb, *options);
  add_facts_options(*verb, *options);
  verb->get_option("--facts")->required()->description(
      "what is known now, YAML or JSON; `-` is standard input");
  auto* const ask =
      verb->add_option("--ask", options->ask, "one ask, YAML or JSON; without it, lines are read")
          ->option_text("FILE");
  verb->add_option("--say", options->say,
                   "one ask as a line, such as `25%`; may be given many times")
      ->option_text("TEXT")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
      ->excludes(ask);
  verb->add_option("--session", options->session,
                   "the state so far; made when there is none, rewritten in place")
      ->option_text("FILE");
  verb->add_option("--session-out", options->session_out, "write the new state here instead")
      ->option_text("FILE");
  verb->add_option("--session-id", options->session_id, "the id of a new session")
      ->option_text("ID");
  verb->add_option("--history", options->history,
                   "an earlier session of the same customer, to go on with when there is no "
                   "--session yet; may be given many times")
      ->option_text("FILE")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  verb->add_option("--key-file", options->key_file, "the secret that seals sessions")
      ->option_text("FILE");
  verb->add_option("--last-revision", options->last_revision,
                   "the last revision seen of the session; an older one is refused")
      ->option_text("N")
      ->check(digits_only);
  verb->add_option("--intent", options->intent, "what the conversation is about: a playbook")
      ->option_text("NAME");
  verb->add_flag("--internal", options->internal,
                 "for the house: show the place on the ladder, what is ahead, and the headroom");
  auto* const simulate =
      verb->add_option("--simulate", options->simulation.negotiations,
                       "play so many negotiations against built-in buyers, and compare sellers")
          ->option_text("N")
          ->check(CLI::Range(std::size_t{1}, caps::simulated_negotiations));
  for (const char* other :
       {"--ask", "--say", "--session", "--session-out", "--session-id", "--key-file"}) {
    simulate->excludes(verb->get_option(other));
  }
  verb->add_option("--buyers", options->simulation.buyers,
                   "who takes part: `all`, or names such as `greedy,liar,best-response`")
      ->option_text("NAMES")
      ->needs(simulate);
  verb->add_option("--seed", options->simulation.seed, "another one draws other buyers")
      ->option_text("N")
      ->check(digits_only)
      ->needs(simulate);
  verb->add_option("--jobs", options->simulation.jobs,
                   "threads; as many as there are processors, with the same answer")
      ->option_text("N")
      ->check(CLI::Range(1U, most_jobs))
      ->needs(simulate);
  verb->add_option("--svg", options->simulation.svg,
                   "draw outcome space, frontier and agreements; `-` is standard output")
      ->option_text("FILE")
      ->needs(simulate);
  add_language_option(*verb, *options);
  add_output_options(*verb, *options);
  verb->footer(R"(
A person at a terminal plays the shopper, and sees what a shopper would see unless --internal is given.
Without --ask and --say it reads lines: `25%`, `50.00`, `HAGGLE 8%`, `more`, `accept`, `quit`.

  parley negotiate winter.yaml --facts facts.yaml
  parley negotiate winter.yaml --facts facts.yaml --session s.json --say 25% --say 20%
  parley negotiate winter.yaml --facts facts.yaml --session s.json --ask ask.json --json
  parley negotiate winter.yaml --facts facts.yaml --session new.json --history old.json --say more
  parley negotiate winter.yaml --facts facts.yaml --simulate 1000 --buyers all --svg winter.svg
  parley negotiate winter.yaml --facts facts.yaml --simulate 500 --buyers greedy,liar --seed 7

Exit code of the last answer: 0 accept, counter, hold or final; 3 decline; 4 a fact is needed;
5 handoff. Of --simulate: 1 when parley broke a limit or a promise, which it must not.)");
  verb->callback([options, verb, &exit] {
    options->told_audience = verb->count("--audience") != 0;
    exit = run_negotiate(*options);
  });
}

}  // namespace parley::cli
