#include "cli/file_lock.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace parley::cli {

namespace {

/// Waits for the whole file, which no two processes have at once.
bool wait_for(int file) {
  struct flock whole {};
  whole.l_type = F_WRLCK;
  whole.l_whence = SEEK_SET;
  int done = 0;
  do {
    done = ::fcntl(file, F_SETLKW, &whole);
  } while (done != 0 && errno == EINTR);
  return done == 0;
}

/// Whether the path still leads to the open file: whoever held it before has removed it otherwise.
bool leads_to(const std::string& path, int file) {
  struct stat open {};
  struct stat named {};
  return ::fstat(file, &open) == 0 && ::stat(path.c_str(), &named) == 0 &&
         open.st_dev == named.st_dev && open.st_ino == named.st_ino;
}

}  // namespace

file_lock::file_lock(const std::string& path) : path_(path + ".lock") {
  struct stat about {};
  if (::stat(path.c_str(), &about) == 0 && !S_ISREG(about.st_mode)) return;
  if (take()) return;
  failure_ = error{
      "file", fmt::format("cannot lock `{}` with `{}`: {}", path, path_, std::strerror(errno))};
}

bool file_lock::take() {
  while (file_ < 0) {
    const int file = ::open(path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
    if (file < 0) return false;
    if (!wait_for(file)) {
      const int number = errno;
      ::close(file);
      errno = number;
      return false;
    }
    if (leads_to(path_, file)) {
      file_ = file;
    } else {
      ::close(file);
    }
  }
  return true;
}

file_lock::~file_lock() {
  if (file_ < 0) return;
  // Removed while it is held: who waits for it sees that the path leads elsewhere.
  ::unlink(path_.c_str());
  ::close(file_);
}

}  // namespace parley::cli
