/// How a process ended: the number that the kernel hands to its parent.
package struct WaitStatus: Equatable, Sendable {
  package enum Ending: Equatable, Sendable {
    case exited(code: UInt8)
    case signalled(number: UInt8)
  }

  package let rawValue: Int32

  package init(rawValue: Int32) { self.rawValue = rawValue }

  /// The status of a process that exited with `exitCode`.
  package init(exitCode: UInt8) { rawValue = Int32(exitCode) << 8 }

  /// The low seven bits hold the signal, 0 for an exit; the eighth says that a core was dumped.
  package var ending: Ending {
    let signal = UInt8(truncatingIfNeeded: rawValue & 0x7f)
    return signal == 0 ? .exited(code: UInt8(truncatingIfNeeded: rawValue >> 8)) : .signalled(number: signal)
  }

  package var isSuccess: Bool { ending == .exited(code: 0) }

  /// The first argument of `./finish`: the exit code, or -1.
  package var finishCode: Int32 {
    switch ending {
    case .exited(let code): Int32(code)
    case .signalled: -1
    }
  }

  /// The second argument of `./finish`: the low byte, with 128 for a core, as runit passes it.
  package var finishSignal: UInt8 { UInt8(truncatingIfNeeded: rawValue & 0xff) }
}
