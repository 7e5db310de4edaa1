import CLibc
import Console
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
    let directory = try explain(
      "unable to start processor:", name, log.descriptor.duplicate(from: Self.firstDescriptor))
    let input = try explain("unable to open old log file:", name, Self.moved(log.openFile(archive, O_RDONLY, mode: 0)))
    // A former svlogd that was killed may have left a processor, which must not write into our files.
    archive.with(.temporary).withCString { path in try? FileSystem.remove(path, in: directory) }
    try? FileSystem.remove("newstate", in: directory)
    let write = O_WRONLY | O_CREAT | O_TRUNC
    let output = try explain(
      "unable to create processed log file:", name,
      Self.moved(log.openFile(archive.with(.temporary), write, mode: 0o644)))
    let state = try explain(
      "unable to open state:", name, Self.moved(log.openFile("state", O_RDONLY | O_CREAT, mode: 0o644)))
    let newState = try explain(
      "unable to create newstate:", name, Self.moved(log.openFile("newstate", write, mode: 0o644)))

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

  /// The same file, under a number that is clear of the child's.
  private static func moved(_ file: consuming FileDescriptor) throws(Errno) -> FileDescriptor {
    try file.duplicate(from: firstDescriptor)
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
  func finish(_ status: WaitStatus, _ inbox: SignalInbox) -> Bool {
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
      keepState(inbox)
      return true
    } catch {
      voice.warn("unable to store processed log file:", name, error)
      return false
    }
  }

  /// Puts the new state in the place of the old one. What it is about is stored by now, and can't be processed again.
  private func keepState(_ inbox: SignalInbox) {
    let action: CString = "unable to rename newstate:"
    while true {
      do throws(Errno) {
        return try FileSystem.rename("newstate", to: "state", in: directory)
      } catch {
        if error.isObstruction { return voice.warn(action, name, error) }
        guard inbox.pause(action, name, error) else { return }
      }
    }
  }
}
