// The C library as Swift sees it. Swift imports ordinary functions and constants by itself; what it can't see
// (macros with types, variadic functions, a function that returns twice) has a shim here.
#pragma once

#ifndef _GNU_SOURCE
#define _GNU_SOURCE 1
#endif
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/file.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/reboot.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

// errno is a macro.
static inline int libc_errno(void) { return errno; }
static inline void libc_set_errno(int code) { errno = code; }

// open, openat, ioctl, prctl and syscall are variadic. openat also stands in for open, behind which musl makes a second
// system call to set close-on-exec for kernels of long ago.
static inline int libc_open(const char *path, int flags, mode_t mode) { return openat(AT_FDCWD, path, flags, mode); }
static inline int libc_openat(int directory, const char *path, int flags, mode_t mode) {
  return openat(directory, path, flags, mode);
}
static inline int libc_ioctl(int descriptor, unsigned long request, void *argument) {
  return ioctl(descriptor, request, argument);
}
static inline int libc_prctl(int operation, unsigned long first, unsigned long second) {
  return prctl(operation, first, second, 0UL, 0UL);
}
static inline long libc_syscall(long number, long first, long second, long third, long fourth) {
  return syscall(number, first, second, third, fourth);
}

// Straight to the kernel: with the C library's function of the same name each program would get hundreds of bytes for
// kernels of long ago, for other threads, or to read the clock without a system call. struct stat and struct statfs are
// the kernel's own in either C library, on x86-64 as on aarch64.
static inline int libc_fcntl(int descriptor, int command, int argument) {
  return (int)syscall(SYS_fcntl, descriptor, command, (long)argument);
}
static inline int libc_fchdir(int directory) { return (int)syscall(SYS_fchdir, directory); }
static inline int libc_faccessat(int directory, const char *_Nonnull path, int mode) {
  return (int)syscall(SYS_faccessat, directory, path, mode);
}
static inline int libc_fstat(int descriptor, struct stat *_Nonnull status) {
  return (int)syscall(SYS_fstat, descriptor, status);
}
static inline int libc_fstatat(int directory, const char *_Nonnull path, struct stat *_Nonnull status, int flags) {
  return (int)syscall(SYS_newfstatat, directory, path, status, flags);
}
// struct statx is in one C library only; this is what is used of it.
struct libc_file_birth {
  uint32_t mask, unused1[7];
  uint64_t inode, unused2[5];
  int64_t birth_seconds;
  uint32_t birth_nanoseconds, unused3[11], device_major, device_minor, unused4[28];
};
enum { LIBC_STATX_INO = 0x100, LIBC_STATX_BTIME = 0x800 };
_Static_assert(sizeof(struct libc_file_birth) == 256, "struct statx of the kernel");
static inline int libc_statx_birth(int descriptor, struct libc_file_birth *_Nonnull status) {
  unsigned wanted = LIBC_STATX_INO | LIBC_STATX_BTIME;
  return (int)syscall(SYS_statx, descriptor, "", AT_EMPTY_PATH, wanted, status);
}
// The kernel's form of a device number in struct stat.
static inline uint64_t libc_device(uint32_t major, uint32_t minor) {
  return (minor & 0xff) | (uint64_t)major << 8 | (uint64_t)(minor & ~0xffu) << 12;
}
static inline int libc_fstatfs(int descriptor, struct statfs *_Nonnull status) {
  return (int)syscall(SYS_fstatfs, descriptor, status);
}
static inline int libc_pipe2(int *_Nonnull ends, int flags) { return (int)syscall(SYS_pipe2, ends, flags); }
static inline int libc_socket(int family, int kind) { return (int)syscall(SYS_socket, family, kind, 0); }
static inline int libc_signalfd(const uint64_t *_Nonnull signals, int flags) {
  return (int)syscall(SYS_signalfd4, -1, signals, sizeof *signals, flags);
}
static inline void libc_sigprocmask(
    int operation, const uint64_t *_Nonnull signals, uint64_t *_Nonnull previous) {
  syscall(SYS_rt_sigprocmask, operation, signals, previous, sizeof *signals);
}
static inline int libc_sigtimedwait(const uint64_t *_Nonnull signals, const struct timespec *_Nullable limit) {
  return (int)syscall(SYS_rt_sigtimedwait, signals, NULL, limit, sizeof *signals);
}
static inline void libc_clock_gettime(clockid_t clock, struct timespec *_Nonnull time) {
  syscall(SYS_clock_gettime, clock, time);
}
static inline int libc_setgroups(size_t count, const gid_t *_Nullable groups) {
  return (int)syscall(SYS_setgroups, count, groups);
}
static inline int libc_setgid(gid_t group) { return (int)syscall(SYS_setgid, group); }
static inline int libc_setuid(uid_t user) { return (int)syscall(SYS_setuid, user); }

// The signal dispositions are macros that cast an integer to a function pointer. The kernel's structure has nothing but
// zeros behind the handler for these two.
static inline int libc_set_signal(int number, int ignored) {
  struct {
    void (*handler)(int);
    unsigned long rest[3];
  } action = {ignored ? SIG_IGN : SIG_DFL};
  return (int)syscall(SYS_rt_sigaction, number, &action, NULL, sizeof(uint64_t));
}

// The resources are numbers in one C library and an enumeration in the other.
enum {
  libc_rlimit_as = RLIMIT_AS,
  libc_rlimit_core = RLIMIT_CORE,
  libc_rlimit_cpu = RLIMIT_CPU,
  libc_rlimit_data = RLIMIT_DATA,
  libc_rlimit_fsize = RLIMIT_FSIZE,
  libc_rlimit_memlock = RLIMIT_MEMLOCK,
  libc_rlimit_nofile = RLIMIT_NOFILE,
  libc_rlimit_nproc = RLIMIT_NPROC,
  libc_rlimit_rss = RLIMIT_RSS,
  libc_rlimit_stack = RLIMIT_STACK,
};
static inline int libc_getrlimit(int resource, struct rlimit *limit) {
  return (int)syscall(SYS_prlimit64, 0, resource, NULL, limit);
}
static inline int libc_setrlimit(int resource, const struct rlimit *limit) {
  return (int)syscall(SYS_prlimit64, 0, resource, limit, NULL);
}

// rename and renameat are declared by <stdio.h>, which has no other use here.
extern int rename(const char *, const char *);
extern int renameat(int, const char *, int, const char *);
static inline int libc_rename(const char *source, const char *target) { return rename(source, target); }
static inline int libc_renameat(int from, const char *source, int to, const char *target) {
  return renameat(from, source, to, target);
}

// environ is declared by <unistd.h> with a nullability that differs between C libraries.
extern char **environ;
static inline char *_Nullable *_Nonnull libc_environ(void) { return environ; }
static inline void libc_set_environ(char *_Nullable *_Nonnull variables) { environ = variables; }

// getdents64 has no wrapper in every C library.
static inline long libc_getdents(int directory, void *_Nonnull buffer, size_t size) {
  return syscall(SYS_getdents64, directory, buffer, size);
}

// The kinds of sockets are members of an enumeration in one C library and macros in another.
enum { SOCK_STREAM_VALUE = SOCK_STREAM, SOCK_CLOEXEC_VALUE = SOCK_CLOEXEC, SOCK_NONBLOCK_VALUE = SOCK_NONBLOCK };

// The address of connect is a union of pointers in one C library.
static inline int libc_connect(int descriptor, const struct sockaddr_storage *_Nonnull address, socklen_t size) {
  return connect(descriptor, (const struct sockaddr *)address, size);
}

// So are those of bind and accept.
static inline int libc_bind(int descriptor, const struct sockaddr_storage *_Nonnull address, socklen_t size) {
  return bind(descriptor, (const struct sockaddr *)address, size);
}
static inline int libc_accept(int descriptor) { return accept4(descriptor, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK); }

// The getcwd of a C library may allocate; the system call writes where it is told and returns the length with its NUL.
static inline long libc_getcwd(char *_Nonnull buffer, size_t size) { return syscall(SYS_getcwd, buffer, size); }

// vfork returns twice, which Swift can't express: the child calls `child` and never comes back.
static __attribute__((noinline)) pid_t libc_vfork(int (*_Nonnull child)(void *_Nonnull), void *_Nonnull argument) {
  pid_t pid = vfork();
  if (pid == 0) _exit(child(argument));
  return pid;
}

// musl 1.2.3 has no renameat2.
static inline int libc_exchange(int directory, const char *_Nonnull first, const char *_Nonnull second) {
  return (int)syscall(SYS_renameat2, directory, first, directory, second, 2u /* RENAME_EXCHANGE */);
}

// The kinds of sockets are an enumeration in one C library and macros in the other, and so is the type of an address.
static inline int libc_datagram_socket(int family) {
  return libc_socket(family, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK);
}
static inline ssize_t libc_sendto(
    int descriptor, const void *_Nullable bytes, size_t count, const struct sockaddr_storage *_Nonnull address,
    socklen_t size) {
  return sendto(descriptor, bytes, count, 0, (const struct sockaddr *)address, size);
}

// The C library's setenv needs a heap; here the longer list lies on the stack.
static __attribute__((noinline)) int libc_execve_with(
    const char *_Nonnull path, char *_Nullable const *_Nonnull arguments, char *_Nonnull variable) {
  size_t count = 0;
  while (environ[count]) count++;
  char *variables[count + 2];
  for (size_t index = 0; index < count; index++) variables[index] = environ[index];
  variables[count] = variable;
  variables[count + 1] = 0;
  return execve(path, arguments, variables);
}

// The function itself, where the linker has put another one in its place: see Patience.swift.
extern int __real_posix_memalign(void *_Nullable *_Nonnull result, size_t alignment, size_t size);
