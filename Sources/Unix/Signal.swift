public import CLibc

/// A signal by its number.
public struct Signal: Equatable, Sendable {
  public let rawValue: CInt

  public init(rawValue: CInt) { self.rawValue = rawValue }

  public static var hangUp: Signal { Signal(rawValue: SIGHUP) }
  public static var interrupt: Signal { Signal(rawValue: SIGINT) }
  public static var quit: Signal { Signal(rawValue: SIGQUIT) }
  public static var kill: Signal { Signal(rawValue: SIGKILL) }
  public static var user1: Signal { Signal(rawValue: SIGUSR1) }
  public static var user2: Signal { Signal(rawValue: SIGUSR2) }
  public static var brokenPipe: Signal { Signal(rawValue: SIGPIPE) }
  public static var alarm: Signal { Signal(rawValue: SIGALRM) }
  public static var terminate: Signal { Signal(rawValue: SIGTERM) }
  public static var child: Signal { Signal(rawValue: SIGCHLD) }
  public static var resume: Signal { Signal(rawValue: SIGCONT) }
  public static var stop: Signal { Signal(rawValue: SIGSTOP) }
  public static var terminalStop: Signal { Signal(rawValue: SIGTSTP) }
  public static var windowChange: Signal { Signal(rawValue: SIGWINCH) }
  public static var powerFailure: Signal { Signal(rawValue: SIGPWR) }
  /// What container engines call RTMIN+3. They count from the kernel's 34, musl's `SIGRTMIN` from 35.
  public static var containerStop: Signal { Signal(rawValue: 37) }

  /// What the process does on arrival; `false` is the kernel's default. The corresponding C function is `sigaction`.
  public func setIgnored(_ ignored: Bool) { libc_set_signal(rawValue, ignored ? 1 : 0) }

  /// Gives every signal the kernel's default action, whatever the parent left behind.
  public static func setAllDefault() {
    for number in 1...CInt(64) { Signal(rawValue: number).setIgnored(false) }  // KILL and STOP have no other
  }

  /// Sends the signal to one process. The corresponding C function is `kill`.
  public func send(to process: pid_t) throws(Errno) {
    try attempt { CLibc.kill(process, rawValue) }
  }
}

/// Signals, as a mask.
public struct SignalSet {
  var set = sigset_t()

  public init() { unsafe sigemptyset(&set) }

  public mutating func insert(_ signal: Signal) { unsafe sigaddset(&set, signal.rawValue) }
  public mutating func remove(_ signal: Signal) { unsafe sigdelset(&set, signal.rawValue) }
  public func contains(_ signal: Signal) -> Bool {
    unsafe withUnsafePointer(to: set) { unsafe sigismember($0, signal.rawValue) == 1 }
  }

  /// These signals without those in `other`.
  public func subtracting(_ other: SignalSet) -> SignalSet {
    var rest = self
    for number in 1...CInt(64) where other.contains(Signal(rawValue: number)) { rest.remove(Signal(rawValue: number)) }
    return rest
  }

  /// The signals that are held back now.
  public static var blocked: SignalSet {
    var current = SignalSet()
    unsafe sigprocmask(SIG_BLOCK, nil, &current.set)
    return current
  }

  /// Holds back these signals in addition, and returns the mask from before.
  @discardableResult
  public func block() -> SignalSet {
    var previous = SignalSet()
    unsafe withUnsafePointer(to: set) { _ = unsafe sigprocmask(SIG_BLOCK, $0, &previous.set) }
    return previous
  }

  /// Holds back these signals and no others.
  public func install() {
    unsafe withUnsafePointer(to: set) { _ = unsafe sigprocmask(SIG_SETMASK, $0, nil) }
  }
}
