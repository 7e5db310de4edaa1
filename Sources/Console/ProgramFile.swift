package import CLibc
package import Unix

/// The file from which this process was started, which may have been replaced by a newer one meanwhile.
package struct ProgramFile {
  /// As it was called at the start, relative to where the process worked then.
  package let path: CString
  private let arguments: Arguments

  package init(_ arguments: Arguments) {
    self.arguments = arguments
    path = Process.executedPath ?? arguments.programName
  }

  /// Starts the program as a child that only has to print its version, to nobody: an `execve` in the place of this
  /// process could fail when there is no way back any more. The child leads a process group of its own. It bears the name
  /// of this program: a USR1 that is sent to all of that name must not end it.
  package func tryOut(signalMask: SignalSet) throws(Errno) -> pid_t {
    try withPath { (path) throws(Errno) in
      let null = try FileDescriptor.open("/dev/null", O_RDWR)
      var mask = signalMask
      mask.insert(.user1)
      var plan = ChildPlan(path, name: arguments.programName, signalMask: mask)
      plan.isGroupLeader = true
      plan.addArgument("--version")
      plan.output = null.rawValue
      let start = try plan.start()
      if let failure = start.failure { throw failure.reason }
      return start.process
    }
  }

  /// Becomes the program in this very process, with the arguments of this one and with `variable`, a `NAME=VALUE`, in
  /// addition to its environment. The corresponding C function is `execve`.
  ///
  /// - Returns: only when it failed, with the reason.
  package func become(with variable: CString) -> Errno {
    withPath { Process.execute($0, arguments, adding: variable) }
  }

  /// Hands out the path as it is to be called from where the process works now.
  private func withPath<Result, Failure: Error>(_ body: (CString) throws(Failure) -> Result) throws(Failure) -> Result {
    guard path[0] != UInt8(ascii: "/"), var file = try? FileSystem.readLink("/proc/self/exe") else {
      return try body(path)
    }
    let mark: CString = " (deleted)"  // the kernel's, when another file has the name now
    let length = file.count - mark.count
    if length > 0, file.withCString({ $0.dropFirst(length) == mark }) { file.truncate(to: length) }
    return try file.withCString { (file) throws(Failure) in try body(file) }
  }
}
