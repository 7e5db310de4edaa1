/// How `./run` ended.
public enum Death: Equatable, Sendable {
  case status(WaitStatus)
  /// It was not our child: a former `runsv` had started it.
  case unknown

  public var isSuccess: Bool { self == .status(WaitStatus(rawValue: 0)) }
}
