// What repairs of a proposal are made of.
#pragma once

#include <cstdint>
#include <string_view>

#include "parley/engine/decision.hpp"
#include "parley/facts/value.hpp"

namespace parley {

/// One change to a proposal or to the world around it.
struct change {
  enum class kind : std::uint8_t {
    refresh,  ///< a stale fact, confirmed as it was
    supply,   ///< a fact nobody has supplied
    intent,   ///< say which playbook it is
    lower,    ///< give an offer another, less generous parameter
    add,      ///< an offer that another one requires
    approve,  ///< leave from a role to exceed one limit
    spend,    ///< more in the cart
    drop,     ///< leave an offer out
  } what = kind::drop;
  std::uint32_t place = no_index;  ///< lower, drop: which offer of the proposal
  graph::index offer = no_index;   ///< lower, drop, add; no_index for one the pack doesn't know
  bool has_parameter = false;
  std::int64_t parameter = 0;  ///< lower, add: the new value
  missing_fact fact;           ///< refresh, supply
  value example;               ///< supply: a value with which it is allowed; null: none needed
  approval_request request;    ///< approve
  std::int64_t amount = 0;     ///< spend: minor units
  std::string_view name;       ///< intent: the playbook; drop: the offer as it was asked
};

}  // namespace parley
