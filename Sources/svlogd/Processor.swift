import CLibc
import RunitCore
import Unix

/// A run of a log directory's processor over one old file.
///
/// It keeps a descriptor of the directory for itself, so that a change of directories does not concern it.
final class Processor {
  /// The shell and its descriptors get numbers from here on, clear of those that the child is to have.
  private static let firstDescriptor: CInt = 10

  let archive: ArchiveName
  let process: pid_t
  private let name: CString
  private let mode: mode_t
  private let directory: FileDescriptor
  private let output: FileDescriptor

  /// Starts the processor of `log` with the unprocessed file `archive`.
  init(_ archive: ArchiveName, of log: LogDirectory) throws(Failure) {
    let name = log.name
    let first = Self.firstDescriptor
    let directory = try explain("unable to start processor:", name, log.descriptor.duplicate(from: first))
    let input = try explain("unable to open old log file:", name, Self.open(archive, in: directory, O_RDONLY))
    // A former svlogd that was killed may have left a processor, which must not write into our files.
    archive.with(.temporary).withCString { path in try? FileSystem.remove(path, in: directory) }
    try? FileSystem.remove("newstate", in: directory)
    let output = try explain(
      "unable to create processed log file:", name,
      Self.open(archive.with(.temporary), in: directory, O_WRONLY | O_CREAT | O_TRUNC))
    let state = try explain("unable to open state:", name, Self.open("state", in: directory, O_RDONLY | O_CREAT))
    let newState = try explain(
      "unable to create newstate:", name, Self.open("newstate", in: directory, O_WRONLY | O_CREAT | O_TRUNC))

    var plan = ChildPlan("/bin/sh", name: "sh", signalMask: log.signalMask)
    plan.workingDirectory = directory.rawValue
    plan.input = input.rawValue
    plan.output = output.rawValue
    plan.extra = (state.rawValue, 4)
    plan.secondExtra = (newState.rawValue, 5)
    process = try explain("unable to start processor:", name, Self.start(&plan, log.configuration.processor))
    self.archive = archive
    self.name = name
    mode = log.configuration.mode | 0o100
    self.directory = directory
    self.output = output
  }

  private static func open(
    _ archive: ArchiveName, in directory: borrowing FileDescriptor, _ flags: CInt
  ) throws(Errno) -> FileDescriptor {
    try archive.withCString { (path) throws(Errno) in try open(path, in: directory, flags) }
  }

  private static func open(
    _ path: CString, in directory: borrowing FileDescriptor, _ flags: CInt
  ) throws(Errno) -> FileDescriptor {
    try FileDescriptor.open(path, in: directory, flags | O_NOFOLLOW, mode: 0o644).duplicate(from: firstDescriptor)
  }

  private static func start(_ plan: inout ChildPlan, _ command: [UInt8]) throws(Errno) -> pid_t {
    var text = try ByteBuffer(capacity: command.count + 1)
    text.append(command.span)
    text.append(0)
    return try text.withCString { (command) throws(Errno) in
      plan.addArgument("-c")
      plan.addArgument(command)
      // A shell that could not be executed ends as one that failed.
      return try plan.start().process
    }
  }

  /// Puts the result of an ended processor in the place of the old file, or removes it; `false` when the processor has
  /// failed: the old file is then there as before.
  func finish(_ status: WaitStatus) -> Bool {
    do throws(Errno) {
      guard status.isSuccess else {
        // What is left of it, the next attempt overwrites.
        archive.with(.temporary).withCString { path in try? FileSystem.remove(path, in: directory) }
        return false
      }
      // The result must be on the disk before what it was made of goes.
      try output.synchronize()
      try output.setMode(mode)
      try archive.with(.temporary).withCString { (temporary) throws(Errno) in
        try archive.with(.safe).withCString { (safe) throws(Errno) in
          try FileSystem.rename(temporary, to: safe, in: directory)
        }
      }
      try archive.withCString { (path) throws(Errno) in try FileSystem.remove(path, in: directory) }
      keepState()
      return true
    } catch {
      voice.warn("unable to store processed log file:", name, error)
      return false
    }
  }

  /// Puts the new state in the place of the old one. What it is about is stored by now, and can't be processed again.
  private func keepState() {
    while true {
      do throws(Errno) {
        return try FileSystem.rename("newstate", to: "state", in: directory)
      } catch {
        if error.isAbsence { return voice.warn("unable to rename newstate:", name, error) }
        LogDirectory.pause("unable to rename newstate:", name, error)
      }
    }
  }
}
