/// A group of processes whose resources the kernel accounts together.
package enum ControlGroup {
  /// Moves this process into the group whose directory is `directory`.
  package static func enter(_ directory: CString) throws(Errno) {
    guard let list = PathBuffer(directory, "/cgroup.procs") else { throw .nameTooLong }
    try list.withCString { (list) throws(Errno) in
      let thisProcess: InlineArray<1, UInt8> = [UInt8(ascii: "0")]
      try FileDescriptor.write(list).writeAll(thisProcess.span)
    }
  }
}
