# Helpers that give every target of the project the same settings.

# Warnings and sanitizers, never visible to consumers.
function(parley_own target)
  target_compile_features(${target} PUBLIC cxx_std_20)
  set_target_properties(${target} PROPERTIES
    CXX_EXTENSIONS OFF CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON)
  # Engine headers are most of what a source compiles, so several sources a time cost little more than one.
  # APART names the targets whose sources use one name for different things.
  cmake_parse_arguments(own "APART" "" "" ${ARGN})
  if(PARLEY_UNITY AND NOT own_APART)
    set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 7)
  endif()
  if(PARLEY_DEV)
    target_compile_options(${target} PRIVATE -Wall -Wextra -Wconversion -Wshadow)
    if(PARLEY_UNITY AND NOT own_APART)
      # What a source keeps to itself is no part of a header, and shadows nothing of its neighbours.
      target_compile_options(${target} PRIVATE -Wno-shadow $<$<CXX_COMPILER_ID:GNU>:-Wno-subobject-linkage>)
    endif()
    if(PARLEY_WERROR)
      target_compile_options(${target} PRIVATE -Werror)
    endif()
  endif()
  if(PARLEY_SANITIZE)
    target_compile_options(${target} PRIVATE
      -fsanitize=${PARLEY_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
    target_link_options(${target} PUBLIC -fsanitize=${PARLEY_SANITIZE})
  endif()
endfunction()

# parley_room(NAME [APART] LINK rooms... EXTERNAL libraries...): the sources of src/NAME as a library of objects.
# LINK names the rooms it may use (docs/architecture.md); what isn't linked can still be included, so
# tests/architecture greps the include lines as well.
function(parley_room name)
  cmake_parse_arguments(room "APART" "" "LINK;EXTERNAL" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/${name}/*.cpp")
  if(NOT sources)
    return()
  endif()
  add_library(parley_${name} OBJECT ${sources})
  if(room_APART)
    parley_own(parley_${name} APART)
  else()
    parley_own(parley_${name})
  endif()
  set_target_properties(parley_${name} PROPERTIES POSITION_INDEPENDENT_CODE ON)
  target_include_directories(parley_${name} PRIVATE "${CMAKE_CURRENT_SOURCE_DIR}")
  target_link_libraries(parley_${name} PUBLIC parley_engine PRIVATE ${room_EXTERNAL})
  set_property(GLOBAL APPEND PROPERTY PARLEY_ROOMS ${name})
  set_property(GLOBAL APPEND PROPERTY PARLEY_EXTERNAL ${room_EXTERNAL})
endfunction()
