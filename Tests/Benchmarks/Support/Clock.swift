import CLibc
import Foundation

/// The monotonic clock, in seconds; the daemon reports its start on the same clock.
enum Clock {
  static var now: Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  /// Lets `seconds` pass.
  static func pass(_ seconds: Double) throws {
    let end = now + seconds
    while now < end {
      poll(nil, 0, CInt(max(1, min(100, (end - now) * 1000))))
      try Interruption.check()
    }
  }

  /// Looks every `interval` seconds whether `condition` holds.
  static func wait(
    for what: @autoclosure () -> String, seconds: Double, interval: Double = 0.003, until condition: () throws -> Bool
  ) throws {
    let end = now + seconds
    while try !condition() {
      guard now < end else { throw Failure("\(what()): not within \(Int(seconds)) s") }
      try pass(interval)
    }
  }
}

/// INT and TERM, remembered, so that what was started is ended and the directory removed.
enum Interruption {
  nonisolated(unsafe) private static var isRequested: sig_atomic_t = 0

  static func install() {
    for number in [SIGINT, SIGTERM, SIGHUP] { signal(number) { _ in Interruption.isRequested = 1 } }
    signal(SIGPIPE, SIG_IGN)
  }

  static func check() throws {
    if isRequested != 0 { throw Interrupted() }
  }
}
