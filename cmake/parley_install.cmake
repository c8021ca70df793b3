# Install rules. Two export sets, because an engine-only consumer must not need the compiler's libraries.
include(CMakePackageConfigHelpers)

set(parley_config_dir "${CMAKE_INSTALL_LIBDIR}/cmake/parley")

install(TARGETS parley_engine EXPORT parley_engine_targets
  FILE_SET HEADERS DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}")
install(EXPORT parley_engine_targets NAMESPACE parley:: FILE parley_engine_targets.cmake
  DESTINATION "${parley_config_dir}")

if(TARGET parley_compiler)
  install(TARGETS parley_compiler EXPORT parley_compiler_targets
    ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}"
    LIBRARY DESTINATION "${CMAKE_INSTALL_LIBDIR}"
    FILE_SET HEADERS DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}")
  install(EXPORT parley_compiler_targets NAMESPACE parley:: FILE parley_compiler_targets.cmake
    DESTINATION "${parley_config_dir}")
endif()

if(TARGET parley)
  install(TARGETS parley RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
  # The command writes its own manual page and completions, so they can't lag behind it.
  if(NOT CMAKE_CROSSCOMPILING)
    set(parley_pages "${PROJECT_BINARY_DIR}/pages")
    add_custom_command(OUTPUT "${parley_pages}/parley.1"
      COMMAND "${CMAKE_COMMAND}" -E make_directory "${parley_pages}"
      COMMAND parley man > "${parley_pages}/parley.1"
      COMMAND parley completions bash > "${parley_pages}/parley"
      COMMAND parley completions zsh > "${parley_pages}/_parley"
      COMMAND parley completions fish > "${parley_pages}/parley.fish"
      DEPENDS parley VERBATIM)
    add_custom_target(parley_pages ALL DEPENDS "${parley_pages}/parley.1")
    install(FILES "${parley_pages}/parley.1" DESTINATION "${CMAKE_INSTALL_MANDIR}/man1")
    install(FILES "${parley_pages}/parley"
      DESTINATION "${CMAKE_INSTALL_DATADIR}/bash-completion/completions")
    install(FILES "${parley_pages}/_parley"
      DESTINATION "${CMAKE_INSTALL_DATADIR}/zsh/site-functions")
    install(FILES "${parley_pages}/parley.fish"
      DESTINATION "${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d")
  endif()
endif()

configure_package_config_file("${PROJECT_SOURCE_DIR}/cmake/parleyConfig.cmake.in"
  "${PROJECT_BINARY_DIR}/parleyConfig.cmake"
  INSTALL_DESTINATION "${parley_config_dir}")
write_basic_package_version_file("${PROJECT_BINARY_DIR}/parleyConfigVersion.cmake"
  COMPATIBILITY SameMinorVersion)
install(FILES "${PROJECT_BINARY_DIR}/parleyConfig.cmake"
  "${PROJECT_BINARY_DIR}/parleyConfigVersion.cmake"
  DESTINATION "${parley_config_dir}")
install(FILES "${PROJECT_SOURCE_DIR}/LICENSE" DESTINATION "${CMAKE_INSTALL_DOCDIR}")
