// Replacing a pack while other threads decide with it.
//
//   parley::pack_holder rules(first);                 // one for the program
//   parley::pack_holder::reader here(rules);          // one a thread
//   const auto held = here.hold();                    // one a request
//   parley::validate(*held, facts, asked, memory, answer);
//   rules.replace(second);                            // any thread, any time
#pragma once

#include <atomic>
#include <cassert>
#include <cstddef>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "parley/graph/pack.hpp"

namespace parley {

/// Holds the pack that is in force. Readers take no lock and never wait for a writer or for each
/// other; they try again only where a replacement came between two of their reads. A reader that
/// holds a pack keeps it alive, whatever was put in force since.
///
/// The scheme is that of hazard pointers: a reader writes down which pack it uses, and whoever
/// replaces one frees those that nobody has written down. What is still in use then is freed by the
/// next `replace` or `collect`, or with the holder.
///
/// All functions are thread-safe. Precondition of the destructor: no reader exists.
class pack_holder {
  struct alignas(64) slot {  // a cache line each, so that readers don't slow each other down
    std::atomic<const pack*> used = nullptr;
    std::atomic<bool> taken = true;
    slot* next = nullptr;
  };

 public:
  explicit pack_holder(pack first) : current_(new pack(std::move(first))) {}
  ~pack_holder() {
    for (const pack* old : retired_) delete old;
    delete current_.load();
    for (slot* s = slots_.load(); s != nullptr;) {
      assert(!s->taken.load());
      delete std::exchange(s, s->next);
    }
  }
  pack_holder(const pack_holder&) = delete;
  pack_holder& operator=(const pack_holder&) = delete;

  class reader;

  /// The pack that was in force when it was taken; stays as it is while this lives. Belongs to the
  /// reader's thread.
  class held_pack {
   public:
    held_pack(held_pack&& other) noexcept
        : slot_(std::exchange(other.slot_, nullptr)), pack_(other.pack_) {}
    held_pack& operator=(held_pack&&) = delete;
    ~held_pack() {
      if (slot_ != nullptr) slot_->used.store(nullptr, std::memory_order_release);
    }
    [[nodiscard]] const pack& operator*() const noexcept { return *pack_; }
    [[nodiscard]] const pack* operator->() const noexcept { return pack_; }

   private:
    friend class reader;
    held_pack(slot* s, const pack* p) noexcept : slot_(s), pack_(p) {}
    slot* slot_;
    const pack* pack_;
  };

  /// A thread's way in. Making one takes a slot that another thread left, or a new one; keep it as
  /// long as the thread. Not thread-safe itself. The holder must outlive it.
  class reader {
   public:
    explicit reader(pack_holder& from) : holder_(&from), slot_(from.take_slot()) {}
    ~reader() {
      assert(slot_->used.load() == nullptr);
      slot_->taken.store(false, std::memory_order_release);
    }
    reader(const reader&) = delete;
    reader& operator=(const reader&) = delete;

    /// Precondition: what this reader held before is gone.
    [[nodiscard]] held_pack hold() const noexcept {
      assert(slot_->used.load() == nullptr);
      const pack* seen = holder_->current_.load();
      while (true) {
        slot_->used.store(seen);
        const pack* const still = holder_->current_.load();
        if (still == seen) return {slot_, seen};
        seen = still;
      }
    }

   private:
    pack_holder* holder_;
    slot* slot_;
  };

  /// Puts another pack in force: whoever holds one from now on holds this one. Writers take turns.
  void replace(pack next) {
    auto fresh = std::make_unique<const pack>(std::move(next));
    const std::lock_guard<std::mutex> turn(writers_);
    retired_.reserve(retired_.size() + 1);
    retired_.push_back(current_.exchange(fresh.release()));
    free_unused();
  }

  /// Frees the packs that were replaced and that no reader holds any more; gives the number of
  /// those that wait.
  std::size_t collect() {
    const std::lock_guard<std::mutex> turn(writers_);
    free_unused();
    return retired_.size();
  }

 private:
  [[nodiscard]] slot* take_slot() {
    for (slot* s = slots_.load(); s != nullptr; s = s->next) {
      bool taken = false;
      if (s->taken.compare_exchange_strong(taken, true)) return s;
    }
    slot* const made = new slot;
    made->next = slots_.load();
    while (!slots_.compare_exchange_weak(made->next, made)) {
    }
    return made;
  }

  [[nodiscard]] bool in_use(const pack* p) const noexcept {
    for (const slot* s = slots_.load(); s != nullptr; s = s->next) {
      if (s->used.load() == p) return true;
    }
    return false;
  }

  void free_unused() {
    std::size_t kept = 0;
    for (const pack* old : retired_) {
      if (in_use(old)) {
        retired_[kept++] = old;
      } else {
        delete old;
      }
    }
    retired_.resize(kept);
  }

  std::atomic<const pack*> current_;
  std::atomic<slot*> slots_ = nullptr;  // only grows; slots are used again
  std::mutex writers_;
  std::vector<const pack*> retired_;  // under `writers_`
};

}  // namespace parley
