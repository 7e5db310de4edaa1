import CLibc

/// The parts of the file system that stay open to this process and its children. See landlock(7).
package struct Landlock: ~Copyable {
  /// What may be done to files and directories, by the kernel's bits.
  private struct Access: OptionSet {
    let rawValue: UInt64

    /// Execute a file, read a file, list a directory.
    static var reading: Access { Access(rawValue: 1 << 0 | 1 << 2 | 1 << 3) }
    /// Execute, write, read, truncate, `ioctl`: what makes sense for a file that is no directory.
    static var ofFiles: Access { Access(rawValue: 1 << 0 | 1 << 1 | 1 << 2 | 1 << 14 | 1 << 15) }

    /// Everything that a kernel of this version of the interface can forbid.
    static func known(to version: Int) -> Access {
      switch version {
      case ...1: Access(rawValue: (1 << 13) - 1)
      case 2: Access(rawValue: (1 << 14) - 1)  // linking between directories
      case 3, 4: Access(rawValue: (1 << 15) - 1)  // truncating
      default: Access(rawValue: (1 << 16) - 1)  // ioctl on devices
      }
    }
  }

  // The numbers are the same on every machine; C libraries older than the calls lack their names.
  private static var createCall: Int { 444 }
  private static var addCall: Int { 445 }
  private static var restrictCall: Int { 446 }

  private let rules: FileDescriptor
  private let handled: Access

  /// Begins with nothing allowed. The corresponding system call is `landlock_create_ruleset`.
  package init() throws(Errno) {
    let versionFlag = 1
    let version = try attempt { libc_syscall(Self.createCall, 0, 0, versionFlag, 0) }
    var access = Access.known(to: version).rawValue
    let descriptor = try unsafe withUnsafeMutablePointer(to: &access) { (attribute) throws(Errno) in
      try attempt {
        libc_syscall(Self.createCall, Int(bitPattern: attribute), MemoryLayout<UInt64>.size, 0, 0)
      }
    }
    handled = Access(rawValue: access)
    rules = FileDescriptor(owning: CInt(descriptor))
  }

  /// Allows `path` and what is below it to be read and executed, and to be changed as well if `isWritable`. The corresponding
  /// system call is `landlock_add_rule`.
  package func allow(_ path: CString, isWritable: Bool) throws(Errno) {
    let file = try FileDescriptor.handle(of: path)
    let isDirectory = try FileStatus(of: file).kind == .directory
    let access = isWritable ? handled : handled.intersection(.reading)
    // The kernel's structure is packed: the descriptor follows the bits, and nothing follows the descriptor.
    var rule = (access: isDirectory ? access.rawValue : access.intersection(.ofFiles).rawValue, parent: file.rawValue)
    try unsafe withUnsafeMutablePointer(to: &rule) { (rule) throws(Errno) in
      let beneathPath = 1
      let address = Int(bitPattern: rule)
      _ = try attempt { libc_syscall(Self.addCall, Int(rules.rawValue), beneathPath, address, 0) }
    }
  }

  /// Forbids everything else for good; the process must have forgone new privileges. The corresponding system call is
  /// `landlock_restrict_self`.
  package func enforce() throws(Errno) {
    try attempt { libc_syscall(Self.restrictCall, Int(rules.rawValue), 0, 0, 0) }
  }
}
