// Texts and lists that a fact_set copied because its values view them.
#pragma once

#include <atomic>
#include <cstddef>
#include <deque>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "parley/facts/value.hpp"

namespace parley {

/// What is kept never moves. A copy shares what the original kept so far and keeps its own things
/// after that, so views in the copy live as long as the copy does. Const use is thread-safe.
class fact_keeper {
 public:
  fact_keeper() = default;
  fact_keeper(const fact_keeper& other) : before_(other.before_) {
    if (other.own_) before_.push_back(other.own_);
  }
  fact_keeper& operator=(const fact_keeper& other) { return *this = fact_keeper(other); }
  fact_keeper(fact_keeper&&) noexcept = default;
  fact_keeper& operator=(fact_keeper&&) noexcept = default;
  ~fact_keeper() = default;

  /// Ends every view. Memory that no copy shares is used again.
  void clear() {
    before_.clear();
    if (!own_) return;
    if (own_.use_count() > 1) {
      own_.reset();
    } else {
      // A copy that ended in another thread has read all it will.
      std::atomic_thread_fence(std::memory_order_acquire);
      own_->texts_used = 0;
      own_->lists_used = 0;
    }
  }

  std::string_view keep(std::string_view text) {
    store& to = own();
    if (to.texts_used == to.texts.size()) to.texts.emplace_back();
    std::string& kept = to.texts[to.texts_used];
    kept.assign(text);
    ++to.texts_used;
    return kept;
  }

  /// Room for `count` values to be filled by the caller.
  std::span<value> keep_room(std::size_t count) {
    store& to = own();
    if (to.lists_used == to.lists.size()) to.lists.emplace_back();
    std::vector<value>& kept = to.lists[to.lists_used];
    kept.assign(count, {});
    ++to.lists_used;
    return kept;
  }

 private:
  struct store {
    std::deque<std::string> texts;  // deques, because what was handed out must not move
    std::deque<std::vector<value>> lists;
    std::size_t texts_used = 0;
    std::size_t lists_used = 0;
  };

  store& own() {
    if (!own_) own_ = std::make_shared<store>();
    return *own_;
  }

  std::shared_ptr<store> own_;
  std::vector<std::shared_ptr<store>> before_;  // of the sets this one was copied from
};

}  // namespace parley
