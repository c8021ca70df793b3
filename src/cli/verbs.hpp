// The verbs of the command, one file each. Every function adds its subcommand to `app`; when that
// runs, it leaves the exit code in `exit`.
#pragma once

namespace CLI {
class App;
}

namespace parley::cli {

void add_check(CLI::App& app, int& exit);
void add_validate(CLI::App& app, int& exit);
void add_eligible(CLI::App& app, int& exit);
void add_stackable(CLI::App& app, int& exit);
void add_best(CLI::App& app, int& exit);
void add_explain(CLI::App& app, int& exit);
void add_suggest(CLI::App& app, int& exit);
void add_negotiate(CLI::App& app, int& exit);
void add_test(CLI::App& app, int& exit);
void add_fmt(CLI::App& app, int& exit);
void add_graph(CLI::App& app, int& exit);
void add_matrix(CLI::App& app, int& exit);
void add_diff(CLI::App& app, int& exit);
void add_init(CLI::App& app, int& exit);
void add_completions(CLI::App& app, int& exit);
void add_man(CLI::App& app, int& exit);
void add_schema(CLI::App& app, int& exit);
void add_build(CLI::App& app, int& exit);
void add_prove(CLI::App& app, int& exit);
void add_bench(CLI::App& app, int& exit);
void add_inspect(CLI::App& app, int& exit);
void add_explain_code(CLI::App& app, int& exit);
void add_version(CLI::App& app, int& exit);

}  // namespace parley::cli
