package import CLibc

/// A signal by its number.
package struct Signal: Equatable, Sendable {
  package let rawValue: CInt

  package init(rawValue: CInt) { self.rawValue = rawValue }

  package static var hangUp: Signal { Signal(rawValue: SIGHUP) }
  package static var interrupt: Signal { Signal(rawValue: SIGINT) }
  package static var quit: Signal { Signal(rawValue: SIGQUIT) }
  package static var kill: Signal { Signal(rawValue: SIGKILL) }
  package static var user1: Signal { Signal(rawValue: SIGUSR1) }
  package static var user2: Signal { Signal(rawValue: SIGUSR2) }
  package static var brokenPipe: Signal { Signal(rawValue: SIGPIPE) }
  package static var alarm: Signal { Signal(rawValue: SIGALRM) }
  package static var terminate: Signal { Signal(rawValue: SIGTERM) }
  package static var child: Signal { Signal(rawValue: SIGCHLD) }
  package static var resume: Signal { Signal(rawValue: SIGCONT) }
  package static var stop: Signal { Signal(rawValue: SIGSTOP) }
  package static var terminalStop: Signal { Signal(rawValue: SIGTSTP) }
  package static var windowChange: Signal { Signal(rawValue: SIGWINCH) }
  package static var powerFailure: Signal { Signal(rawValue: SIGPWR) }
  /// What container engines call RTMIN+3. They count from the kernel's 34, musl's `SIGRTMIN` from 35.
  package static var containerStop: Signal { Signal(rawValue: 37) }

  /// What the process does on arrival; `false` is the kernel's default. The corresponding C function is `sigaction`.
  package func setIgnored(_ ignored: Bool) { libc_set_signal(rawValue, ignored ? 1 : 0) }

  /// Gives every signal the kernel's default action, whatever the parent left behind.
  package static func setAllDefault() {
    for number in 1...CInt(64) { Signal(rawValue: number).setIgnored(false) }  // KILL and STOP have no other
  }

  /// Sends the signal to one process. The corresponding C function is `kill`.
  package func send(to process: pid_t) throws(Errno) {
    try attempt { CLibc.kill(process, rawValue) }
  }
}

/// Signals, as a mask: one bit each, as the kernel has it.
package struct SignalSet {
  var bits: UInt64 = 0

  package init() {}

  package mutating func insert(_ signal: Signal) { bits |= Self.bit(of: signal) }
  package mutating func remove(_ signal: Signal) { bits &= ~Self.bit(of: signal) }
  package func contains(_ signal: Signal) -> Bool { bits & Self.bit(of: signal) != 0 }

  /// These signals without those in `other`.
  package func subtracting(_ other: SignalSet) -> SignalSet {
    var rest = self
    rest.bits &= ~other.bits
    return rest
  }

  private static func bit(of signal: Signal) -> UInt64 { 1 << UInt64(signal.rawValue - 1) }
}

// The corresponding C function is `sigprocmask`.
extension SignalSet {
  /// The signals that are held back now.
  package static var blocked: SignalSet { SignalSet().block() }

  /// Holds back these signals in addition, and returns the mask from before.
  @discardableResult
  package func block() -> SignalSet { apply(SIG_BLOCK) }

  /// Holds back these signals and no others.
  package func install() { apply(SIG_SETMASK) }

  @discardableResult
  private func apply(_ operation: CInt) -> SignalSet {
    var set = bits
    var previous = SignalSet()
    unsafe libc_sigprocmask(operation, &set, &previous.bits)
    return previous
  }
}
