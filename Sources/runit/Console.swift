import CLibc
import RunitCore
import Unix

/// Where process 1 speaks: /dev/console, or what it was given in its place.
///
/// It is opened anew each time: stage 1 mounts another /dev over the first one, and a console may come later.
enum Console {
  static let path: CString = "/dev/console"

  /// Makes the console our standard input and outputs, when it can be opened, and sees to it that there are some.
  static func attach() {
    if let console = try? open(O_WRONLY) {
      for stream in 0...CInt(2) { try? console.duplicate(as: stream) }
    }
    StandardStream.reserve()
  }

  /// Makes the console of today our standard error. Ours never blocks: a stopped terminal must not stop process 1.
  static func refresh() {
    guard let console = try? open(O_WRONLY) else { return StandardStream.reserve() }
    try? console.duplicate(as: StandardStream.error.rawValue)
  }

  /// Never our controlling terminal: in a container it is an ordinary one.
  fileprivate static func open(_ access: CInt) throws(Errno) -> FileDescriptor {
    try FileDescriptor.open(path, access | O_NOCTTY)
  }
}

/// The console as a script has it. Unlike our own it blocks, or a slow line would lose what the script has to say.
struct ScriptConsole: ~Copyable {
  let input: FileDescriptor
  let output: FileDescriptor

  private init(input: consuming FileDescriptor, output: consuming FileDescriptor) {
    self.input = input
    self.output = output
  }

  /// Stage 1 can read from the console, as it may need a person's help. The others only write.
  static func open(for script: BootScript) throws(Errno) -> ScriptConsole {
    let input = try Console.open(script == .stage1 ? O_RDWR : O_WRONLY)
    let output = try Console.open(O_WRONLY)
    try input.setNonBlocking(false)
    try output.setNonBlocking(false)
    return ScriptConsole(input: input, output: output)
  }
}
