/// A request that `runsv` accepts as one byte on `supervise/control`.
package enum ControlCommand: Unicode.Scalar, CaseIterable, Sendable {
  case up = "u"
  case down = "d"
  /// Start once, do not restart.
  case once = "o"
  case exit = "x"
  case terminate = "t"
  case kill = "k"
  case pause = "p"
  case resume = "c"
  case hangUp = "h"
  case alarm = "a"
  case interrupt = "i"
  case quit = "q"
  case user1 = "1"
  case user2 = "2"

  /// Returns `nil` for a byte that means nothing; `runsv` ignores those.
  package init?(byte: UInt8) { self.init(rawValue: Unicode.Scalar(byte)) }

  package var byte: UInt8 { UInt8(truncatingIfNeeded: rawValue.value) }
}
