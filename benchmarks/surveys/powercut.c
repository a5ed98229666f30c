/* Everything a process writes to the files of its database, when it asks the disk to keep it, and what it tells its clients,
   in one log and in order. Loaded before the process with LD_PRELOAD; the log is named by PARVIS_CUT_LOG.

   Records: kind (1), length of the name (4), length of the bytes (4), offset (8), name, bytes.
   W: written. S: synced. T: cut to the length told by the offset. A: told to a client. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int out = -1;
static ssize_t (*real_write)(int, const void *, size_t);

static void begin(void) {
  if (out != -1) return;
  real_write = dlsym(RTLD_NEXT, "write");
  const char *path = getenv("PARVIS_CUT_LOG");
  out = path ? open(path, O_WRONLY | O_CREAT | O_APPEND, 0600) : -2;
}

static int database_of(int fd, char *name, size_t most) {
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, name, most - 1);
  if (length <= 0) return 0;
  name[length] = 0;
  size_t at = (size_t)length;
  return (at > 7 && strcmp(name + at - 7, ".sqlite") == 0) || (at > 11 && strcmp(name + at - 11, ".sqlite-wal") == 0);
}

static void record(char kind, const char *name, const void *bytes, uint32_t length, uint64_t offset) {
  pthread_mutex_lock(&lock);
  begin();
  if (out >= 0) {
    uint32_t name_length = (uint32_t)strlen(name);
    char head[17];
    head[0] = kind;
    memcpy(head + 1, &name_length, 4);
    memcpy(head + 5, &length, 4);
    memcpy(head + 9, &offset, 8);
    struct iovec parts[3] = {{head, 17}, {(void *)name, name_length}, {(void *)bytes, length}};
    static ssize_t (*real_writev)(int, const struct iovec *, int);
    if (!real_writev) real_writev = dlsym(RTLD_NEXT, "writev");
    if (real_writev(out, parts, 3) < 0) abort();
  }
  pthread_mutex_unlock(&lock);
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t offset) {
  static ssize_t (*real)(int, const void *, size_t, off64_t);
  if (!real) real = dlsym(RTLD_NEXT, "pwrite64");
  char name[4096];
  if (database_of(fd, name, sizeof name)) record('W', name, bytes, (uint32_t)length, (uint64_t)offset);
  return real(fd, bytes, length, offset);
}
ssize_t pwrite(int fd, const void *bytes, size_t length, off_t offset) { return pwrite64(fd, bytes, length, offset); }

static int synced(int fd, const char *call) {
  int (*real)(int) = dlsym(RTLD_NEXT, call);
  int done = real(fd);
  char name[4096];
  if (done == 0 && database_of(fd, name, sizeof name)) record('S', name, "", 0, 0);
  return done;
}
int fsync(int fd) { return synced(fd, "fsync"); }
int fdatasync(int fd) { return synced(fd, "fdatasync"); }

int ftruncate64(int fd, off64_t length) {
  static int (*real)(int, off64_t);
  if (!real) real = dlsym(RTLD_NEXT, "ftruncate64");
  char name[4096];
  if (database_of(fd, name, sizeof name)) record('T', name, "", 0, (uint64_t)length);
  return real(fd, length);
}
int ftruncate(int fd, off_t length) { return ftruncate64(fd, length); }

/* What clients are told is noted before it leaves: an acknowledgement in the log may not have been read, never the reverse. */
static void told(const void *bytes, size_t length) {
  const char *found = memmem(bytes, length, "<code>", 6);
  if (found && (size_t)(found - (const char *)bytes) + 25 < length) record('A', "", found + 6, 19, 0);
}
ssize_t send(int fd, const void *bytes, size_t length, int flags) {
  static ssize_t (*real)(int, const void *, size_t, int);
  if (!real) real = dlsym(RTLD_NEXT, "send");
  told(bytes, length);
  return real(fd, bytes, length, flags);
}
ssize_t writev(int fd, const struct iovec *parts, int count) {
  static ssize_t (*real)(int, const struct iovec *, int);
  if (!real) real = dlsym(RTLD_NEXT, "writev");
  for (int part = 0; part < count; part++) told(parts[part].iov_base, parts[part].iov_len);
  return real(fd, parts, count);
}
ssize_t sendmsg(int fd, const struct msghdr *message, int flags) {
  static ssize_t (*real)(int, const struct msghdr *, int);
  if (!real) real = dlsym(RTLD_NEXT, "sendmsg");
  for (size_t part = 0; part < message->msg_iovlen; part++) told(message->msg_iov[part].iov_base, message->msg_iov[part].iov_len);
  return real(fd, message, flags);
}
ssize_t write(int fd, const void *bytes, size_t length) {
  pthread_mutex_lock(&lock);
  begin();
  pthread_mutex_unlock(&lock);
  if (fd > 2 && fd != out) told(bytes, length);
  return real_write(fd, bytes, length);
}
