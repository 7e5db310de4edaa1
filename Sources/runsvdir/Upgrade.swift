import CLibc
import Console
import RunitCore
import Unix

/// Executes the program file again, in this very process: a new version takes over from the old one.
///
/// Process id, children, standard descriptors and blocked signals stay as they are; all else goes through a memory file.
/// The file is tried first, as a child that only has to say its version: an `execve` that fails half-way would leave
/// the tree without anybody.
struct Upgrade {
  static let variable: CString = "RUNIT_HANDOVER"
  private static let triesToRead = 5

  /// Comes before the upgrade.
  var trial: ProgramTrial

  init(_ arguments: Arguments, signalMask: SignalSet) {
    trial = ProgramTrial(arguments, signalMask: signalMask)
  }

  // MARK: The old program

  /// Becomes the new program, which finds `state`. Returns only when that failed, with the reason.
  mutating func execute(_ state: TreeState) -> Errno {
    do throws(Errno) {
      let memory = try FileDescriptor.memory(named: "runsvdir")
      try memory.writeAll(state.encoded.span)
      try memory.rewind()
      try memory.setCloseOnExec(false)
      var text = TextBuffer<32>()
      Handover(process: Process.id, descriptor: memory.rawValue).write(to: &text)
      var variable = CStringBuffer<64>()
      _ = variable.append(Self.variable) && variable.append("=") && variable.append(text.span)
      return variable.withCString { trial.become(with: $0) }
    } catch {
      return error
    }
  }

  // MARK: The new program

  /// What the program that was here before has left; `nil` when there was none.
  static func receiveState(_ reporter: Reporter) -> TreeState? {
    guard let value = Environment.take(variable) else { return nil }
    // Another process than this is one above us.
    guard let handover = Handover(value.bytes), handover.process == Process.id else { return nil }
    let memory = FileDescriptor(owning: handover.descriptor)
    for _ in 0..<triesToRead {
      if (try? memory.rewind()) != nil, let bytes = try? memory.readToEnd() {
        if let state = TreeState(decoding: bytes.span) { return state }
        break
      }
      Clock.sleep(seconds: 1)
    }
    reporter.warn("unable to read what the old program left: starting afresh")
    return nil
  }
}
