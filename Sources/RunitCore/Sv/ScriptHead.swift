/// What the first bytes of an executable file say about who is to run it.
package enum ScriptHead: Equatable, Sendable {
  /// A program of the machine's own.
  case binary
  /// `#!` and the path of an interpreter.
  case script(interpreter: [UInt8])
  /// As ``script(interpreter:)``, but the line ends as DOS does, and so the kernel takes the return for a part of the path.
  case carriageReturn
  case empty
  /// Something that only a shell would run, and the kernel does not.
  case text

  /// The longest line that the kernel looks at.
  package static let size = 256

  package init(_ bytes: Span<UInt8>) {
    guard bytes.count > 0 else {
      self = .empty
      return
    }
    if bytes.hasPrefix("\u{7f}ELF") {
      self = .binary
      return
    }
    guard bytes.hasPrefix("#!") else {
      self = .text
      return
    }
    let line = bytes.firstLine.extracting(2...).trimmed
    let end = Self.firstBlank(in: line) ?? line.count
    if line.count > 0, line[line.count - 1] == UInt8(ascii: "\r") {
      self = .carriageReturn
    } else if end == 0 {
      self = .text
    } else {
      var collector = ByteCollector()
      collector.append(line.extracting(..<end))
      self = .script(interpreter: collector.bytes)
    }
  }

  private static func firstBlank(in line: Span<UInt8>) -> Int? {
    for index in line.indices where line[index].isBlank { return index }
    return nil
  }
}

/// Why a file like `run` can't be executed.
package enum ScriptProblem: Equatable, Sendable {
  case missing
  case directory
  case notExecutable
  case empty
  case noInterpreterLine
  case carriageReturn
  case noInterpreter([UInt8])
  case unreadable

  /// Appends what is the matter.
  package func write<Sink: TextSink & ~Copyable>(to text: inout Sink) {
    switch self {
    case .missing: text.append("does not exist")
    case .directory: text.append("is a directory")
    case .notExecutable: text.append("is not executable")
    case .empty: text.append("is empty")
    case .noInterpreterLine: text.append("does not begin with #! and an interpreter")
    case .carriageReturn: text.append("has DOS line ends, so that its interpreter is not found")
    case .noInterpreter(let path):
      text.append("asks for the interpreter ")
      text.append(printable: path.span)
      text.append(", which does not exist or is not executable")
    case .unreadable: text.append("can't be read")
    }
  }

  /// Appends what to do about it, in the case of `file`.
  package func writeRemedy<Sink: TextSink & ~Copyable>(for file: Span<UInt8>, to text: inout Sink) {
    switch self {
    case .notExecutable:
      text.append("chmod +x ")
      text.append(printable: file)
    case .carriageReturn:
      text.append("sed -i 's/\\r$//' ")
      text.append(printable: file)
    case .empty, .noInterpreterLine: text.append("begin it with a line like #!/bin/sh")
    case .noInterpreter: text.append("install the interpreter, or correct the first line")
    case .missing: text.append("write it: a script that executes the daemon in the foreground")
    case .directory: text.append("put a script in its place")
    case .unreadable: text.append("look at it as root")
    }
  }
}
