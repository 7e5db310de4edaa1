/// How `./run` ended.
package enum Death: Equatable, Sendable {
  case status(WaitStatus)
  /// It was not our child: a former `runsv` had started it.
  case unknown

  package var isSuccess: Bool { self == .status(WaitStatus(rawValue: 0)) }
}

extension Death {
  /// The first two arguments of `./finish`, as runit passes them: exit code or -1, and the low byte of the status.
  package var finishArguments: (code: Int32, signal: Int32) {
    switch self {
    case .status(let status): (status.finishCode, Int32(status.finishSignal))
    case .unknown: (-1, 0)
    }
  }
}
