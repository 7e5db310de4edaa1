/// A file whose owner's x bit is a message to process 1. Its content means nothing.
///
/// Distributions disagree about its place, since `/etc` may be read-only: runit has it in `/etc/runit`, Void links that
/// to `/run/runit`, Debian writes beside it. All of them count.
package enum BootFlag: Sendable {
  /// With a CONT: the system is to stop.
  case stop
  /// The system is to start anew when it has stopped.
  case reboot

  /// The places, in the order in which they are looked for.
  package static let placeCount = 3

  /// The path at `place`, which lies in `0..<placeCount`.
  package func path(_ place: Int) -> StaticString {
    switch (self, place) {
    case (.stop, 0): "/run/runit/stopit"
    case (.stop, 1): "/run/runit.stopit"
    case (.stop, _): "/etc/runit/stopit"
    case (.reboot, 0): "/run/runit/reboot"
    case (.reboot, 1): "/run/runit.reboot"
    case (.reboot, _): "/etc/runit/reboot"
    }
  }
}
