/// What a service waits for, each with a deadline of its own.
struct Timers: Sendable {
  /// The pause before the next start.
  var restart = Deadline.never
  /// Another try to make a process.
  var fork = Deadline.never
  /// `timeout-kill`.
  var kill = Deadline.never
  /// `timeout-finish`.
  var finish = Deadline.never
  /// The next `./check`.
  var check = Deadline.never
  /// `check-timeout`.
  var checkEnd = Deadline.never
  /// The limits of the scripts in `control/`.
  var scripts = ScriptDeadlines()
  /// The search for a cycle among dependencies.
  var cycle = Deadline.never
  /// The patience with a logger whose service is gone.
  var drain = Deadline.never

  var next: Deadline {
    min(min(min(restart, fork), min(kill, finish)), min(min(min(check, checkEnd), min(scripts.next, drain)), cycle))
  }

  /// Ends what belongs to the process that is gone.
  mutating func processEnded() {
    kill = .never
    finish = .never
    check = .never
    checkEnd = .never
  }
}
