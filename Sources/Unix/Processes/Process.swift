package import CLibc

/// Processes that are not made by us but ended, signalled, asked for.
package enum Process {
  /// A child that has ended, and its wait status.
  package struct Ended {
    package let process: pid_t
    package let status: CInt
  }

  package static var id: pid_t { getpid() }

  /// The path by which this program was executed, whatever is there now; relative to where the process worked then.
  /// The corresponding C function is `getauxval` with `AT_EXECFN`.
  package static var executedPath: CString? {
    guard let path = unsafe UnsafePointer<CChar>(bitPattern: getauxval(CUnsignedLong(AT_EXECFN))) else { return nil }
    return unsafe CString(path)
  }

  /// Whether access rights don't hold this process up.
  package static var isRoot: Bool { geteuid() == 0 }

  /// No descriptor of this process may have this number or a higher one. The corresponding C function is `getrlimit`.
  package static var descriptorLimit: Int {
    guard let limit = try? ResourceLimit(of: .openFiles) else { return .max }
    return Int(clamping: limit.soft)
  }

  /// Whether `process` leads a process group. The corresponding C function is `getpgid`.
  package static func leadsGroup(_ process: pid_t) -> Bool { getpgid(process) == process }

  /// Takes leave of one child that has ended; `nil` when none has. The corresponding C function is `waitpid` with
  /// `WNOHANG`.
  package static func reap() throws(Errno) -> Ended? {
    var status: CInt = 0
    let process = try attempt { unsafe waitpid(-1, &status, WNOHANG) }
    return process == 0 ? nil : Ended(process: process, status: status)
  }

  /// Leads a session and a process group of its own from now on; a process that leads a group already can't, and stays
  /// where it is. The corresponding C function is `setsid`.
  package static func startSession() { setsid() }
  /// Becomes `executable`, whose only argument is its own name. The corresponding C function is `execve`.
  ///
  /// - Returns: only when it failed, with the reason.
  package static func become(_ executable: CString, named name: CString) -> Errno {
    let arguments: InlineArray<2, UnsafeMutablePointer<CChar>?> = unsafe [
      UnsafeMutablePointer(mutating: name.pointer), nil,
    ]
    unsafe arguments.span.withUnsafeBufferPointer { arguments in
      guard let first = arguments.baseAddress else { return }
      _ = unsafe execve(executable.pointer, first, libc_environ())
    }
    return .current
  }

  /// Makes a copy of this process, which does `work` and ends. The corresponding C function is `_Fork`: there are
  /// no other threads to think of.
  package static func fork(_ work: () -> Void) throws(Errno) {
    guard try attempt({ _Fork() }) == 0 else { return }
    work()
    exit(0)
  }
  /// Makes this process the parent of all orphans below it, as PID 1 is anyway. The corresponding C function is `prctl`
  /// with `PR_SET_CHILD_SUBREAPER`, which no kernel in use refuses.
  package static func adoptOrphans() { _ = libc_prctl(PR_SET_CHILD_SUBREAPER, 1, 0) }

  /// Ends this process at once, without ceremony.
  package static func exit(_ code: CInt) -> Never { _exit(code) }

  /// Replaces this process by the program `path`, with `variable`, a `NAME=VALUE`, added to the environment. The
  /// corresponding C function is `execve`.
  ///
  /// - Returns: only on failure, with the reason.
  package static func execute(_ path: CString, _ arguments: Arguments, adding variable: CString) -> Errno {
    _ = unsafe libc_execve_with(
      path.pointer, UnsafePointer(arguments.pointer), UnsafeMutablePointer(mutating: variable.pointer))
    return .current
  }
}
