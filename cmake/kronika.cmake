# What every folder's CMakeLists.txt uses: kronika_library, kronika_test, kronika_fuzz.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release)
endif()

find_program(KRONIKA_CCACHE ccache)
if(KRONIKA_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${KRONIKA_CCACHE})
endif()

# One set of flags for all of our code. -ffp-contract=off: the same float results on every CPU and compiler.
add_library(kronika_flags INTERFACE)
target_include_directories(kronika_flags INTERFACE ${CMAKE_SOURCE_DIR}/include ${CMAKE_SOURCE_DIR}/src)
target_compile_options(kronika_flags INTERFACE -Wall -Wextra -Werror -ffp-contract=off)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  target_compile_options(kronika_flags INTERFACE -Wno-restrict)  # false alarms on std::string, GCC bug 105651
endif()
# Version and source tree, for the coder's own account of itself and to find the data of a build that is not installed.
target_compile_definitions(kronika_flags INTERFACE KRONIKA_VERSION="${PROJECT_VERSION}")
if(KRONIKA_SANITIZE)
  target_compile_options(kronika_flags INTERFACE -fsanitize=address,undefined -fno-sanitize-recover=all
                         -fno-omit-frame-pointer)
  target_link_options(kronika_flags INTERFACE -fsanitize=address,undefined)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # What the sanitizers add makes GCC see variants that are read before they are set; the release build keeps the warning.
    target_compile_options(kronika_flags INTERFACE -Wno-maybe-uninitialized)
  endif()
endif()
if(KRONIKA_FUZZ)
  target_compile_options(kronika_flags INTERFACE -fsanitize=fuzzer-no-link)
endif()

# kronika_library(NAME x SOURCES a.cc … DEPS y z): a static library with our flags.
function(kronika_library)
  cmake_parse_arguments(ARG "" "NAME" "SOURCES;DEPS" ${ARGN})
  add_library(${ARG_NAME} STATIC ${ARG_SOURCES})
  target_link_libraries(${ARG_NAME} PUBLIC kronika_flags ${ARG_DEPS})
endfunction()

# kronika_test(NAME x_test SOURCES x_test.cc DEPS x): one GoogleTest program, one ctest entry.
# Tests find the source tree by the macro KRONIKA_SOURCE_DIR.
function(kronika_test)
  cmake_parse_arguments(ARG "" "NAME" "SOURCES;DEPS" ${ARGN})
  find_package(GTest REQUIRED)
  add_executable(${ARG_NAME} ${ARG_SOURCES})
  target_compile_definitions(${ARG_NAME} PRIVATE KRONIKA_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
  target_link_libraries(${ARG_NAME} PRIVATE kronika_flags ${ARG_DEPS} GTest::gtest GTest::gtest_main)
  add_test(NAME ${ARG_NAME} COMMAND ${ARG_NAME})
endfunction()

# kronika_test_on_postgres(NAME x_test COMMAND c …): one more ctest entry, for which a PostgreSQL is started;
# KRONIKA_TEST_POSTGRES holds the address of an empty database. Skipped where PostgreSQL is not installed.
function(kronika_test_on_postgres)
  cmake_parse_arguments(ARG "" "NAME" "COMMAND" ${ARGN})
  find_package(Python3 COMPONENTS Interpreter REQUIRED)
  add_test(NAME ${ARG_NAME} COMMAND ${Python3_EXECUTABLE} ${CMAKE_SOURCE_DIR}/tests/postgres_server.py ${ARG_COMMAND})
  set_tests_properties(${ARG_NAME} PROPERTIES SKIP_RETURN_CODE 77)
endfunction()

# kronika_fuzz(NAME fuzz_x SOURCES fuzz_x.cc DEPS x): a libFuzzer target. Without libFuzzer a plain main runs the kept
# corpus fuzz/corpus/x once, as a test, so that no target rots.
function(kronika_fuzz)
  cmake_parse_arguments(ARG "" "NAME" "SOURCES;DEPS" ${ARGN})
  string(REGEX REPLACE "^fuzz_" "" corpus ${ARG_NAME})
  if(KRONIKA_FUZZ)
    add_executable(${ARG_NAME} ${ARG_SOURCES})
    target_link_options(${ARG_NAME} PRIVATE -fsanitize=fuzzer)
  else()
    add_executable(${ARG_NAME} ${ARG_SOURCES} ${CMAKE_SOURCE_DIR}/fuzz/plain_main.cc)
    add_test(NAME ${ARG_NAME}_corpus COMMAND ${ARG_NAME} ${CMAKE_SOURCE_DIR}/fuzz/corpus/${corpus})
  endif()
  target_compile_definitions(${ARG_NAME} PRIVATE KRONIKA_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
  target_link_libraries(${ARG_NAME} PRIVATE kronika_flags ${ARG_DEPS})
endfunction()
