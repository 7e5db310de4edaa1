/// A program that process 1 runs at its turn. Those before ``ctrlAltDel`` are the stages.
package enum BootScript: Equatable, Sendable, CaseIterable {
  /// The system's one-time tasks.
  case stage1
  /// The system's services, until shutdown.
  case stage2
  /// The tasks of shutdown.
  case stage3
  /// What the three-finger salute asks for, beside stage 2.
  case ctrlAltDel

  package var path: StaticString {
    switch self {
    case .stage1: "/etc/runit/1"
    case .stage2: "/etc/runit/2"
    case .stage3: "/etc/runit/3"
    case .ctrlAltDel: "/etc/runit/ctrlaltdel"
    }
  }
}
