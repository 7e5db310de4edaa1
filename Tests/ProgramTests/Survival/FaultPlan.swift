import CLibc
import Foundation

/// A system call, the errors that it may be answered with, and why not with the others of its manual page.
struct FaultPlan: Sendable {
  let name: String
  let number: Int
  let object: CallObject
  let errors: [String]
  let reason: String

  init(_ name: String, _ number: Int32, _ object: CallObject = .any, _ errors: String = "", _ reason: String) {
    self.name = name
    self.number = Int(number)
    self.object = object
    self.errors = errors.split(separator: " ").map(String.init)
    self.reason = reason
  }

  /// A call whose errors do not depend on what it is about.
  init(_ name: String, _ number: Int32, _ errors: String, _ reason: String) {
    self.init(name, number, .any, errors, reason)
  }

  /// As the table calls it.
  var title: String { object == .any ? name : "\(name) \(object)" }

  static func find(_ number: Int, _ object: CallObject) -> FaultPlan? {
    (memory + files + descriptors + processes + harmless).first { $0.number == number && $0.object == object }
  }

  static let codes: [String: Int32] = [
    "EACCES": EACCES, "EAGAIN": EAGAIN, "EBUSY": EBUSY, "EDQUOT": EDQUOT, "EFBIG": EFBIG, "EINTR": EINTR,
    "EINVAL": EINVAL, "EIO": EIO, "EMFILE": EMFILE, "ENFILE": ENFILE, "ENOLCK": ENOLCK, "ENOMEM": ENOMEM,
    "ENOSPC": ENOSPC, "EPERM": EPERM, "EROFS": EROFS, "ETXTBSY": ETXTBSY, "SIGPIPE": EPIPE,
  ]

  /// The signals that come with an error: a pipe without a reader answers `EPIPE`, and kills whoever does not mind.
  static let signals: [String: Int32] = ["SIGPIPE": SIGPIPE]
}

extension FaultPlan {
  /// Left out: `EBADF`, `EFAULT` and mostly `EINVAL`, which say that the program is wrong, and `ENOENT`, `ENOTDIR`,
  /// `ELOOP`, `ENAMETOOLONG`, `ENXIO`, which say what the directory looks like, and are tested as such elsewhere.
  static let files =
    [
      FaultPlan(
        "openat", SYS_openat, .existing, "EINTR EMFILE ENFILE ENOMEM EIO",
        "the limits of the process and of the machine, and a disk that fails: none of them says that there is no file"),
      FaultPlan(
        "openat", SYS_openat, .created, "EINTR EMFILE ENFILE ENOMEM EACCES ENOSPC EDQUOT EROFS",
        "the same, a file server that refuses, and a disk that is full or has become read-only"),
      FaultPlan(
        "newfstatat", SYS_newfstatat, "ENOMEM",
        "EACCES is an answer: what may not be seen is not there; EIO is one to COMMAND, lest it wait for ever"),
      FaultPlan("fstat", SYS_fstat, "ENOMEM", "what is open can be asked"),
      FaultPlan("statx", Int32(SYS_statx), "ENOMEM EPERM", "where it is refused, fstat answers"),
      FaultPlan("fstatfs", SYS_fstatfs, "EINTR EIO ENOMEM", "what is open can be asked"),
      FaultPlan("faccessat", SYS_faccessat, "ENOMEM EIO", "ENOENT and EACCES are answers"),
      FaultPlan("mkdirat", SYS_mkdirat, "ENOMEM ENOSPC EDQUOT", "EEXIST is an answer, EACCES and EROFS lead to /run"),
      FaultPlan("mknodat", SYS_mknodat, "ENOMEM EACCES ENOSPC EDQUOT EROFS", "EEXIST is an answer"),
      FaultPlan("renameat", SYS_renameat, "ENOMEM EACCES ENOSPC EDQUOT EROFS EIO", "both names are in one directory"),
      FaultPlan(
        "renameat2", SYS_renameat2, "ENOMEM EACCES ENOSPC EDQUOT EROFS EIO EINVAL",
        "EINVAL is an answer: the file system can't exchange"),
      FaultPlan("unlinkat", SYS_unlinkat, "ENOMEM EACCES EIO EROFS EBUSY", "EISDIR, ENOTEMPTY: it is a file"),
      FaultPlan("readlinkat", SYS_readlinkat, "ENOMEM EACCES EIO", "EINVAL is an answer: it is no link"),
      FaultPlan("chdir", SYS_chdir, "ENOMEM EACCES EIO", "the directory was there a moment ago"),
      FaultPlan("fchdir", SYS_fchdir, "EACCES EIO", "the directory is open"),
      FaultPlan("fchmod", SYS_fchmod, "EIO EROFS EPERM ENOMEM", "the file is open"),
      FaultPlan("ftruncate", SYS_ftruncate, "EINTR EIO EPERM", "the file is open for writing"),
      FaultPlan("getcwd", SYS_getcwd, "ENOMEM EACCES", "ERANGE: there is room for any path"),
      FaultPlan("getdents64", SYS_getdents64, "EIO", "not in the manual page, but what a failing disk says"),
      FaultPlan("read", SYS_read, .file, "EINTR EIO ENOMEM", "EISDIR: it is a file"),
      FaultPlan("pread64", SYS_pread64, .file, "EINTR EIO ENOMEM", "EISDIR: it is a file"),
      FaultPlan("write", SYS_write, .file, "EINTR EIO ENOSPC EDQUOT EFBIG", "EDESTADDRREQ: it is no socket"),
      FaultPlan("pwrite64", SYS_pwrite64, .file, "EINTR EIO ENOSPC EDQUOT EFBIG", "the same"),
      FaultPlan("writev", SYS_writev, .file, "EINTR EIO ENOSPC EDQUOT EFBIG", "the same: what is said to people"),
      FaultPlan("fsync", SYS_fsync, .file, "EINTR EIO ENOSPC EDQUOT", "EROFS: it was written to"),
      FaultPlan("flock", SYS_flock, .any, "EINTR ENOLCK ENOMEM", "EWOULDBLOCK is an answer"),
    ] + oldNames

  #if arch(x86_64)
    private static let oldNames = [
      FaultPlan("open", SYS_open, .existing, "EINTR EMFILE ENFILE ENOMEM EIO", "as openat"),
      FaultPlan("stat", SYS_stat, "ENOMEM", "ENOENT and EACCES are answers"),
      FaultPlan("lstat", SYS_lstat, "ENOMEM", "ENOENT and EACCES are answers"),
      FaultPlan("access", SYS_access, "ENOMEM EIO", "ENOENT and EACCES are answers"),
      FaultPlan("mkdir", SYS_mkdir, "ENOMEM ENOSPC EDQUOT", "EEXIST is an answer, EACCES and EROFS lead to /run"),
      FaultPlan("mknod", SYS_mknod, "ENOMEM EACCES ENOSPC EDQUOT EROFS", "EEXIST is an answer"),
      FaultPlan("rename", SYS_rename, "ENOMEM EACCES ENOSPC EDQUOT EROFS EIO", "both names are in one directory"),
      FaultPlan("unlink", SYS_unlink, "ENOMEM EACCES EIO EROFS EBUSY", "EISDIR: it is a file"),
      FaultPlan("readlink", SYS_readlink, "ENOMEM EACCES EIO", "EINVAL is an answer: it is no link"),
      FaultPlan("chmod", SYS_chmod, "ENOMEM EACCES EIO EROFS EPERM", "the file was there a moment ago"),
      FaultPlan("poll", SYS_poll, "EINTR ENOMEM", "SIGSTOP and SIGCONT end a wait, also where no signal is handled"),
      FaultPlan("dup2", SYS_dup2, "EINTR EBUSY EMFILE", "the number may lie above a limit that was lowered"),
      FaultPlan("vfork", SYS_vfork, "EAGAIN ENOMEM", "no process number, no memory"),
      FaultPlan("fork", SYS_fork, "EAGAIN ENOMEM", "no process number, no memory"),
      FaultPlan("arch_prctl", SYS_arch_prctl, .any, "", "the C library's, before the program begins"),
    ]
  #else
    private static let oldNames: [FaultPlan] = []
  #endif

  static let descriptors = [
    FaultPlan("read", SYS_read, .pipe, "EINTR", "EAGAIN is an answer: somebody may write yet"),
    FaultPlan("read", SYS_read, .event, "EINTR EAGAIN", "the same"),
    FaultPlan("write", SYS_write, .pipe, "EINTR EAGAIN SIGPIPE", "nobody reads, or not now"),
    FaultPlan("writev", SYS_writev, .pipe, "EINTR EAGAIN SIGPIPE", "nobody reads, or not now"),
    FaultPlan("writev", SYS_writev, .device, "EINTR EAGAIN EIO", "a terminal that has gone"),
    FaultPlan("write", SYS_write, .device, "EINTR EAGAIN EIO", "a terminal that has gone"),
    FaultPlan("ppoll", SYS_ppoll, "EINTR ENOMEM", "SIGSTOP and SIGCONT end a wait, also where no signal is handled"),
    FaultPlan("dup3", SYS_dup3, "EINTR EBUSY EMFILE", "the number may lie above a limit that was lowered"),
    FaultPlan("pipe2", SYS_pipe2, "EMFILE ENFILE", "the limits of the process and of the machine"),
    FaultPlan("fcntl", SYS_fcntl, .duplicate, "EMFILE", "the limit of the process"),
    FaultPlan("fcntl", SYS_fcntl, .pipeSize, "EPERM EBUSY ENOMEM", "a limit of the user"),
    FaultPlan("memfd_create", Int32(SYS_memfd_create), "EMFILE ENFILE ENOMEM", "for the successor"),
    FaultPlan("signalfd4", SYS_signalfd4, "EMFILE ENFILE ENOMEM", "ENODEV: no kernel is without"),
    FaultPlan("inotify_init1", SYS_inotify_init1, "EMFILE ENFILE ENOMEM", "instances of a user are few"),
    FaultPlan("inotify_add_watch", SYS_inotify_add_watch, "EACCES ENOMEM ENOSPC", "watches of a user are few"),
    FaultPlan("socket", SYS_socket, "EACCES EMFILE ENFILE ENOMEM", "EAFNOSUPPORT: a container without is like EACCES"),
    FaultPlan("bind", SYS_bind, "EACCES ENOMEM", "EADDRINUSE is an answer: another process has the name"),
    FaultPlan("listen", SYS_listen, "EACCES", "the socket is bound; a security module may refuse"),
    FaultPlan("connect", SYS_connect, "EACCES EAGAIN ENOMEM", "ECONNREFUSED is an answer: the holder has gone"),
    FaultPlan("getsockopt", SYS_getsockopt, "ENOMEM", "the socket is connected"),
    FaultPlan("accept4", SYS_accept4, "EMFILE ENFILE ENOMEM", "EAGAIN is an answer: there is no visitor"),
    FaultPlan("pidfd_open", Int32(SYS_pidfd_open), "EMFILE ENFILE ENOMEM", "ESRCH is an answer"),
  ]

  static let memory = [
    FaultPlan("mmap", SYS_mmap, "ENOMEM", "EAGAIN is for locked memory"),
    FaultPlan("brk", SYS_brk, "ENOMEM", "its only error"),
    FaultPlan("madvise", SYS_madvise, "EAGAIN ENOMEM", "EIO is for other advice"),
  ]

  static let processes = [
    FaultPlan(
      "execve", SYS_execve, "EAGAIN EMFILE ENFILE ENOMEM ETXTBSY",
      "EACCES, EIO: what can't be executed for good is tested as such"),
    FaultPlan("clone", SYS_clone, "EAGAIN ENOMEM", "no process number, no memory"),
    FaultPlan("rt_sigtimedwait", SYS_rt_sigtimedwait, "EINTR EAGAIN", "EAGAIN: the time is over"),
    FaultPlan("nanosleep", SYS_nanosleep, "EINTR", "SIGSTOP and SIGCONT end it"),
    FaultPlan("clock_nanosleep", SYS_clock_nanosleep, "EINTR", "SIGSTOP and SIGCONT end it"),
  ]
}

extension FaultPlan {
  /// What is never made to fail.
  static let harmless = [
    never("close", SYS_close, "Linux frees the number whatever it says: a fault made up would leave it open"),
    never("kill", SYS_kill, "ESRCH is an answer; EPERM is for good: the process is another user's"),
    never("pidfd_send_signal", Int32(SYS_pidfd_send_signal), "as kill"),
    never("wait4", SYS_wait4, "ECHILD is an answer, and it does not wait"),
    never("reboot", SYS_reboot, "EPERM is the answer that a container gives"),
    never("lseek", SYS_lseek, "moves a number"), never("munmap", SYS_munmap, "gives back what is whole"),
    never("mprotect", SYS_mprotect, "the C library's, before the program begins"),
    never("ioctl", SYS_ioctl, "asks whether it is a terminal"), never("fcntl", SYS_fcntl, "flags", .flags),
    never("prctl", SYS_prctl, "no kernel in use refuses"), never("sync", SYS_sync, "knows no errors"),
    never("prlimit64", SYS_prlimit64, "asks for our own limits"),
    never("setsid", SYS_setsid, "EPERM is an answer"), never("setpgid", SYS_setpgid, "the child is ours and new"),
    never("getpgid", SYS_getpgid, "ESRCH is an answer"), never("getpid", SYS_getpid, "knows no errors"),
    never("geteuid", SYS_geteuid, "knows no errors"), never("exit", SYS_exit, "does not return"),
    never("exit_group", SYS_exit_group, "does not return"),
    never("rt_sigprocmask", SYS_rt_sigprocmask, "has only errors of ours"),
    never("rt_sigaction", SYS_rt_sigaction, "has only errors of ours"),
    never("set_tid_address", SYS_set_tid_address, "the C library's, before the program begins"),
    never("set_robust_list", SYS_set_robust_list, "the C library's, before the program begins"),
    never("rseq", SYS_rseq, "the C library's, before the program begins"),
    never("getrandom", SYS_getrandom, "the C library's, which has another seed"),
    never("clock_gettime", SYS_clock_gettime, "has only errors of ours"),
    never("inotify_rm_watch", SYS_inotify_rm_watch, "EINVAL is an answer: it has ended by itself"),
  ]

  private static func never(
    _ name: String, _ number: Int32, _ reason: String, _ object: CallObject = .any
  ) -> FaultPlan { FaultPlan(name, number, object, "", reason) }
}
