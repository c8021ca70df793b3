// Loaded into the command by LD_PRELOAD: lets the n-th call that touches a file fail, n being
// PARLEY_FAIL_CALL, and says so by making the file PARLEY_FAILED_CALL. Built as a module of its
// own.
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>

namespace {

template <typename Function>
Function next(const char* name) {
  return reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
}

/// Whether this call is the one to fail.
bool fails() {
  static const char* const wanted = std::getenv("PARLEY_FAIL_CALL");
  static long left = wanted == nullptr ? 0 : std::atol(wanted);
  if (left == 0 || --left != 0) return false;
  if (const char* mark = std::getenv("PARLEY_FAILED_CALL")) {
    const int file = next<int (*)(const char*, int, ...)>("open")(mark, O_WRONLY | O_CREAT, 0600);
    if (file >= 0) next<int (*)(int)>("close")(file);
  }
  return true;
}

int refused(int number) {
  errno = number;
  return -1;
}

/// A file that opens and can't be read.
std::FILE* unreadable(std::FILE* file) {
  const int folder =
      next<int (*)(const char*, int, ...)>("open")("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (file != nullptr && folder >= 0) ::dup2(folder, ::fileno(file));
  if (folder >= 0) next<int (*)(int)>("close")(folder);
  return file;
}

std::FILE* open_stream(const char* name, const char* path, const char* mode) {
  if (fails()) {
    errno = EACCES;
    return nullptr;
  }
  std::FILE* const file = next<std::FILE* (*)(const char*, const char*)>(name)(path, mode);
  return fails() ? unreadable(file) : file;
}

int open_file(const char* name, const char* path, int flags, int mode) {
  if (fails()) return refused(EACCES);
  return next<int (*)(const char*, int, ...)>(name)(path, flags, mode);
}

}  // namespace

extern "C" {

std::FILE* fopen(const char* path, const char* mode) {
  return open_stream("fopen", path, mode);
}
std::FILE* fopen64(const char* path, const char* mode) {
  return open_stream("fopen64", path, mode);
}
int open(const char* path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  const int mode = (flags & O_CREAT) != 0 ? va_arg(rest, int) : 0;
  va_end(rest);
  return open_file("open", path, flags, mode);
}
int open64(const char* path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  const int mode = (flags & O_CREAT) != 0 ? va_arg(rest, int) : 0;
  va_end(rest);
  return open_file("open64", path, flags, mode);
}
ssize_t write(int file, const void* bytes, std::size_t count) {
  if (fails()) return refused(ENOSPC);
  return next<ssize_t (*)(int, const void*, std::size_t)>("write")(file, bytes, count);
}
int fsync(int file) {
  if (fails()) return refused(EIO);
  return next<int (*)(int)>("fsync")(file);
}
int fchmod(int file, mode_t mode) {
  if (fails()) return refused(EPERM);
  return next<int (*)(int, mode_t)>("fchmod")(file, mode);
}
int rename(const char* from, const char* to) {
  if (fails()) return refused(EACCES);
  return next<int (*)(const char*, const char*)>("rename")(from, to);
}
int mkstemp(char* pattern) {
  if (fails()) return refused(EACCES);
  return next<int (*)(char*)>("mkstemp")(pattern);
}
int mkstemp64(char* pattern) {
  if (fails()) return refused(EACCES);
  return next<int (*)(char*)>("mkstemp64")(pattern);
}
}
