// The best combination against two integer programming libraries, side by side in one process: the
// same instances, the same optimum every time, and the ratio of the median times. Every side is
// given its instance as data in memory; building the model counts, starting a program doesn't.
#include <coin/Cbc_C_Interface.h>
#include <fmt/format.h>
#include <glpk.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <numeric>
#include <vector>

#include "generated_combination.hpp"

namespace {

using namespace parley;
using bench::combination;

/// One row of a 0-1 program: the sum of some columns, weighted, is at most `most`.
struct program_row {
  std::vector<int> columns;
  std::vector<double> weights;
  double most = 0;
};

/// Maximise the sum of `values` over 0-1 columns under rows.
struct program {
  std::vector<double> values;
  std::vector<program_row> rows;
};

program program_of(const combination& one) {
  const auto& t = one.rules.tables();
  program made;
  program_row all;
  for (std::size_t i = 0; i < t.offers.size(); ++i) {
    const auto value = static_cast<double>(t.offers[i].effect.minimum);
    made.values.push_back(value);
    all.columns.push_back(static_cast<int>(i));
    all.weights.push_back(value);
  }
  for (const graph::stacking_row& rule : t.stacking) {
    program_row row;
    if (rule.kind == graph::stacking_kind::at_most) {
      row.most = rule.count;
      const row_range members = t.classes[rule.left.which].members;
      for (const graph::index offer : pack::rows(t.offer_refs, members))
        row.columns.push_back(static_cast<int>(offer));
    } else {
      row.most = 1;
      row.columns.push_back(static_cast<int>(rule.left.which));
      for (const graph::subject_row& right : pack::rows(t.subjects, rule.right))
        row.columns.push_back(static_cast<int>(right.which));
    }
    row.weights.assign(row.columns.size(), 1.0);
    made.rows.push_back(row);
  }
  for (const graph::limit_row& limit : t.limits) {
    all.most = std::floor(static_cast<double>(limit.amount) / static_cast<double>(ratio_one) *
                              static_cast<double>(one.facts.subtotal()) +
                          1e-6);
    made.rows.push_back(all);
  }
  return made;
}

double with_cbc(const program& p) {
  Cbc_Model* const model = Cbc_newModel();
  Cbc_setLogLevel(model, 0);
  const int columns = static_cast<int>(p.values.size());
  const int rows = static_cast<int>(p.rows.size());
  std::vector<std::vector<std::pair<int, double>>> by_column(p.values.size());
  for (int r = 0; r < rows; ++r) {
    const program_row& row = p.rows[static_cast<std::size_t>(r)];
    for (std::size_t i = 0; i < row.columns.size(); ++i)
      by_column[static_cast<std::size_t>(row.columns[i])].emplace_back(r, row.weights[i]);
  }
  std::vector<int> starts{0};
  std::vector<int> index;
  std::vector<double> weight;
  for (const auto& column : by_column) {
    for (const auto& [r, w] : column) index.push_back(r), weight.push_back(w);
    starts.push_back(static_cast<int>(index.size()));
  }
  const std::vector<double> none(p.values.size(), 0.0);
  const std::vector<double> one(p.values.size(), 1.0);
  std::vector<double> low(p.rows.size(), -1e30);
  std::vector<double> high;
  for (const program_row& row : p.rows) high.push_back(row.most);
  Cbc_loadProblem(model, columns, rows, starts.data(), index.data(), weight.data(), none.data(),
                  one.data(), p.values.data(), low.data(), high.data());
  for (int c = 0; c < columns; ++c) Cbc_setInteger(model, c);
  Cbc_setObjSense(model, -1);
  Cbc_solve(model);
  const double best = Cbc_getObjValue(model);
  Cbc_deleteModel(model);
  return best;
}

double with_glpk(const program& p) {
  glp_prob* const model = glp_create_prob();
  glp_set_obj_dir(model, GLP_MAX);
  glp_add_cols(model, static_cast<int>(p.values.size()));
  for (std::size_t c = 0; c < p.values.size(); ++c) {
    glp_set_col_kind(model, static_cast<int>(c) + 1, GLP_BV);
    glp_set_obj_coef(model, static_cast<int>(c) + 1, p.values[c]);
  }
  if (!p.rows.empty()) glp_add_rows(model, static_cast<int>(p.rows.size()));
  for (std::size_t r = 0; r < p.rows.size(); ++r) {
    const program_row& row = p.rows[r];
    std::vector<int> columns{0};
    std::vector<double> weights{0.0};
    for (std::size_t i = 0; i < row.columns.size(); ++i) {
      columns.push_back(row.columns[i] + 1);
      weights.push_back(row.weights[i]);
    }
    glp_set_row_bnds(model, static_cast<int>(r) + 1, GLP_UP, 0.0, row.most);
    glp_set_mat_row(model, static_cast<int>(r) + 1, static_cast<int>(row.columns.size()),
                    columns.data(), weights.data());
  }
  glp_iocp how;
  glp_init_iocp(&how);
  how.msg_lev = GLP_MSG_OFF;
  how.presolve = GLP_ON;
  glp_intopt(model, &how);
  const double best = glp_mip_obj_val(model);
  glp_delete_prob(model);
  return best;
}

template <typename Work>
double micros_of(int rounds, const Work& work) {
  double least = 1e12;
  for (int round = 0; round < rounds; ++round) {
    const auto start = std::chrono::steady_clock::now();
    work();
    const auto end = std::chrono::steady_clock::now();
    least = std::min(least, std::chrono::duration<double, std::micro>(end - start).count());
  }
  return least;
}

double median(std::vector<double> all) {
  std::sort(all.begin(), all.end());
  return all[all.size() / 2];
}

int differences = 0;

/// Microseconds of all instances together.
struct totals {
  double ours = 0, cbc = 0, glpk = 0;
} together;

void compare(int offers, int density, combination::limit limit, std::uint64_t instances) {
  question_workspace memory;
  best_answer found;
  const best_request request;
  std::vector<double> ours, cbc, glpk;
  for (std::uint64_t seed = 1; seed <= instances; ++seed) {
    const combination one(seed, offers, density, combination::kind::additive, limit);
    ours.push_back(micros_of(3, [&] { best(one.rules, one.facts, request, memory, found); }));
    const program p = program_of(one);
    double by_cbc = 0;
    double by_glpk = 0;
    cbc.push_back(micros_of(1, [&] { by_cbc = with_cbc(p); }));
    glpk.push_back(micros_of(1, [&] { by_glpk = with_glpk(p); }));
    const auto saving = static_cast<double>(found.saving);
    if (found.optimal && std::abs(by_cbc - saving) < 0.5 && std::abs(by_glpk - saving) < 0.5)
      continue;
    ++differences;
    fmt::print("seed {}: parley {} ({}), CBC {}, GLPK {}\n", seed, saving,
               found.optimal ? "proved" : "not proved", by_cbc, by_glpk);
  }
  together.ours += std::accumulate(ours.begin(), ours.end(), 0.0);
  together.cbc += std::accumulate(cbc.begin(), cbc.end(), 0.0);
  together.glpk += std::accumulate(glpk.begin(), glpk.end(), 0.0);
  fmt::print("{:>3} {:>4}%  {:<6} {:>9.1f} us {:>11.0f} us {:>8.0f}x {:>11.0f} us {:>8.0f}x\n",
             offers, density, limit == combination::limit::none ? "none" : "hard", median(ours),
             median(cbc), median(cbc) / median(ours), median(glpk), median(glpk) / median(ours));
}

}  // namespace

int main(int argc, char** argv) {
  const std::uint64_t instances = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 25;
  glp_term_out(GLP_OFF);
  fmt::print(
      "{} instances a row, medians; conflicts of 100 pairs; the limit is 30% of the cart\n"
      "  K  pairs limit       parley            CBC     ratio           GLPK     ratio\n",
      instances);
  for (const combination::limit limit : {combination::limit::none, combination::limit::hard}) {
    for (const int density : {15, 30}) {
      for (const int offers : {10, 20, 40}) compare(offers, density, limit, instances);
    }
  }
  fmt::print("together         {:>9.1f} ms {:>11.0f} ms {:>8.0f}x {:>11.0f} ms {:>8.0f}x\n",
             together.ours / 1e3, together.cbc / 1e3, together.cbc / together.ours,
             together.glpk / 1e3, together.glpk / together.ours);
  fmt::print("{} differences\n", differences);
  return differences == 0 ? 0 : 1;
}
