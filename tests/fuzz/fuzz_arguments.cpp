// Any command line, an argument a line: an exit code of docs/cli.md, no exception, and no file but
// in the folder of its own that it runs in.
#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "cli/run_command.hpp"
#include "fuzz/target.hpp"

namespace parley::fuzz {

namespace {

namespace fs = std::filesystem;

/// A single letter stands for a word, so that short inputs say much.
constexpr std::array words = {
    "check",      "validate",     "eligible",  "stackable",   "best",     "explain",
    "suggest",    "negotiate",    "test",      "fmt",         "graph",    "matrix",
    "schema",     "build",        "inspect",   "init",        "man",      "completions",
    "version",    "explain-code", "shop.yaml", "facts.yaml",  "--facts",  "--offer",
    "TEN",        "HAGGLE=3%",    "--json",    "--say",       "20%",      "accept",
    "--session",  "s.json",       "-o",        "shop.image",  "--intent", "--minor",
    "--audience", "customer",     "agent",     "--objective", "margin",   "--saving",
    "--help",     "--proposal",   "p.yaml",    "--check",     "--diff",   "--format",
    "svg",        "--catalog"};

/// Runs in a folder with a small pack, standard output and input going nowhere.
class stage {
 public:
  stage() : home_(fs::current_path()), out_(::dup(STDOUT_FILENO)), err_(::dup(STDERR_FILENO)) {
    folder_ = fs::temp_directory_path() / ("parley-fuzz-" + std::to_string(::getpid()));
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    fs::current_path(folder_);
    std::ofstream("shop.yaml") << "pack: p\nversion: 1\ncurrency: USD\noffers:\n"
                                  "  TEN: 10% off order\n  HAGGLE: 1%..9% step 1% off order\n"
                                  "limits: [discount <= 8% of subtotal]\n"
                                  "negotiation: {ladder: [HAGGLE 3%], rounds: 3}\n";
    std::ofstream("facts.yaml") << "now: 2026-11-22T10:00:00Z\ncart: {currency: USD, lines: "
                                   "[{sku: A, qty: 2, price: 12.00}]}\n";
    std::ofstream("p.yaml") << "offers: [TEN]\n";
    const int nowhere = ::open("/dev/null", O_RDWR | O_CLOEXEC);
    for (const int end : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) ::dup2(nowhere, end);
    ::close(nowhere);
  }
  ~stage() {
    ::dup2(out_, STDOUT_FILENO);
    ::dup2(err_, STDERR_FILENO);
    ::close(out_);
    ::close(err_);
    fs::current_path(home_);
    fs::remove_all(folder_);
  }
  stage(const stage&) = delete;
  stage& operator=(const stage&) = delete;

 private:
  fs::path home_;
  fs::path folder_;
  int out_;
  int err_;
};

std::vector<std::string> arguments_of(std::string_view input) {
  std::vector<std::string> out = {"parley"};
  while (!input.empty() && out.size() < 24) {
    const std::size_t end = std::min(input.find('\n'), input.size());
    std::string one(input.substr(0, end));
    input.remove_prefix(std::min(end + 1, input.size()));
    if (one.size() == 1 && static_cast<unsigned char>(one[0]) >= 'A') {
      one = words[(static_cast<unsigned char>(one[0]) - 'A') % words.size()];
    }
    // The kernel ends arguments at NUL; paths stay in the folder; watching has no end.
    std::erase_if(one, [](char c) { return c == '\0' || c == '/'; });
    if (one.find("..") != std::string::npos && one.find('%') == std::string::npos) one = "dots";
    if (one.find("--w") != std::string::npos) one = "--verbose";
    out.push_back(std::move(one));
  }
  return out;
}

}  // namespace

bool arguments(std::string_view input) {
  const std::vector<std::string> texts = arguments_of(input);
  std::vector<const char*> pointers;
  for (const std::string& text : texts) pointers.push_back(text.c_str());
  int exit = -1;
  {
    const stage here;
    exit = cli::run_command(static_cast<int>(pointers.size()), pointers.data());
  }
  PARLEY_HOLDS(exit >= 0 && exit <= 6);
  return exit == 0;
}

}  // namespace parley::fuzz

PARLEY_FUZZ_ENTRY(parley::fuzz::arguments)
