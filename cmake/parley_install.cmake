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
