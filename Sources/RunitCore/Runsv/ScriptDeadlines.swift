/// When the script of each command is killed; ``Deadline/never`` for one that does not run.
struct ScriptDeadlines: Sendable {
  private var deadlines = InlineArray<14, Deadline>(repeating: .never)

  subscript(command: ControlCommand) -> Deadline {
    get { deadlines[command.number] }
    set { deadlines[command.number] = newValue }
  }

  /// The earliest of them.
  var next: Deadline {
    var next = Deadline.never
    for index in deadlines.indices { next = min(next, deadlines[index]) }
    return next
  }

  /// The first command whose script is to be killed at `moment`.
  @inline(never)
  func firstReached(at moment: Moment) -> ControlCommand? {
    var number = 0
    while let command = ControlCommand(number: number) {
      if deadlines[number].isReached(at: moment) { return command }
      number += 1
    }
    return nil
  }

  @inline(never)
  mutating func code(with coder: inout StateCoder) {
    for index in deadlines.indices { coder.code(&deadlines[index]) }
  }
}
