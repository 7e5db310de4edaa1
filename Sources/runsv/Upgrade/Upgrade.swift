import CLibc
import Console
import RunitCore
import Unix

/// Executes the program file again, in this very process: a new version takes over from the old one.
///
/// Process id, children, standard descriptors, working directory and blocked signals stay as they are; all else goes
/// through a memory file. The file is tried first, as a child that only has to say its version.
struct Upgrade {
  private static var variable: CString { "RUNIT_HANDOVER" }
  private static var triesToRead: Int { 5 }

  /// Comes before the upgrade.
  var trial: ProgramTrial

  init(_ arguments: Arguments, signalMask: SignalSet) {
    trial = ProgramTrial(arguments, signalMask: signalMask)
  }

  // MARK: The old program

  /// Becomes the new program, which finds `state` and all of `descriptors` open. Returns only when that failed.
  @inline(never)
  mutating func execute(_ state: StateBytes?, _ descriptors: DescriptorTable, _ reporter: Reporter) {
    do throws(Errno) {
      guard let state else { throw .noSpace }
      let memory = try FileDescriptor.memory(named: "runsv")
      try memory.writeAll(state.span)
      try memory.rewind()
      try memory.setCloseOnExec(false)
      try descriptors.setCloseOnExec(false)
      var text = TextBuffer<64>()
      Handover(process: Process.id, descriptor: memory.rawValue).write(to: &text)
      var variable = CStringBuffer<64>()
      _ = variable.append(Self.variable) && variable.append("=") && variable.append(text.span)
      throw variable.withCString { trial.become(with: $0) }
    } catch {
      try? descriptors.setCloseOnExec(true)  // it was so before
      trial.complain(reporter, error)
    }
  }

  // MARK: The new program

  /// What the program that was here before has left.
  enum Inheritance {
    /// Nothing: there was none.
    case none
    case state(StateBytes)
    case unreadable
  }

  /// Whether there may be something to ``receive()``. That takes much of the stack.
  static var isOffered: Bool { Environment[variable] != nil }

  /// Whether that was meant for this process, which then has nowhere to go back to.
  static var isExpected: Bool { Environment[variable].flatMap(handover) != nil }

  private static func handover(_ value: CString) -> Handover? {
    guard let handover = Handover(value.bytes), handover.process == Process.id else { return nil }
    return handover
  }

  @inline(never)
  static func receive() -> Inheritance {
    guard let value = Environment.take(variable), let handover = handover(value) else { return .none }
    let memory = FileDescriptor(owning: handover.descriptor)
    var state = StateBytes()
    for _ in 0..<triesToRead {
      do throws(Errno) {
        try state.replace { (buffer) throws(Errno) in try memory.read(into: &buffer, at: 0) }
        return .state(state)
      } catch {
        Clock.sleep(seconds: 1)  // all that was open stays open, and locked, as long as nobody knows what it is
      }
    }
    return .unreadable
  }
}

extension DescriptorTable {
  mutating func append(_ descriptor: borrowing FileDescriptor?) {
    switch descriptor {
    case .some(let descriptor): append(descriptor.rawValue)
    case .none: append(-1)
    }
  }

  /// The owner of the next number; `nil` for -1.
  mutating func takeDescriptor() -> FileDescriptor? {
    let number = take()
    return number >= 0 ? FileDescriptor(owning: number) : nil
  }

  /// Closes all that was not taken.
  mutating func closeRest() {
    while !isEmpty { _ = takeDescriptor() }
  }

  /// Whether the program that is executed next has them.
  func setCloseOnExec(_ closed: Bool) throws(Errno) {
    for index in 0..<count where self[index] >= 0 { try BorrowedDescriptor(self[index]).setCloseOnExec(closed) }
  }
}
