/// What `runsv` publishes in `supervise/status` and `sv` reads.
///
///     0..<12   when the state began: TAI64N, big-endian
///     12..<16  process id, little-endian; 0 when nothing runs
///     16       1 when paused
///     17       `u` or `d`: what is wanted
///     18       1 when TERM was sent
///     19       ``ServiceState``
package struct ServiceStatus: Equatable, Sendable {
  /// The size of the file; daemontools' `supervise` writes only the first 18 bytes.
  package static let encodedSize = 20

  package var since: TAI64N
  package var processID: UInt32
  package var isPaused: Bool
  /// `u`, `d`, or what another program wrote there.
  package var want: UInt8
  package var gotTerm: Bool
  /// `nil` for a byte of another version.
  package var state: ServiceState?

  package init(
    since: TAI64N, processID: UInt32, isPaused: Bool, want: UInt8, gotTerm: Bool, state: ServiceState?
  ) {
    self.since = since
    self.processID = processID
    self.isPaused = isPaused
    self.want = want
    self.gotTerm = gotTerm
    self.state = state
  }

  package var isWantedUp: Bool { want == UInt8(ascii: "u") }
  package var isWantedDown: Bool { want == UInt8(ascii: "d") }

  /// Reads the bytes of the file; more than ``encodedSize`` are ignored, fewer are `nil`.
  package init?(decoding bytes: Span<UInt8>) {
    guard bytes.count >= Self.encodedSize else { return nil }
    since = TAI64N(
      seconds: bytes.load(bigEndian: UInt64.self, at: 0), nanoseconds: bytes.load(bigEndian: UInt32.self, at: 8))
    processID = bytes.load(littleEndian: UInt32.self, at: 12)
    isPaused = bytes[16] != 0
    want = bytes[17]
    gotTerm = bytes[18] != 0
    state = ServiceState(rawValue: bytes[19])
  }

  /// The bytes of the file.
  package var encoded: InlineArray<20, UInt8> {
    var bytes = InlineArray<20, UInt8>(repeating: 0)
    bytes.store(bigEndian: since.seconds, at: 0)
    bytes.store(bigEndian: since.nanoseconds, at: 8)
    bytes.store(littleEndian: processID, at: 12)
    bytes[16] = isPaused ? 1 : 0
    bytes[17] = want
    bytes[18] = gotTerm ? 1 : 0
    bytes[19] = state?.rawValue ?? 0
    return bytes
  }
}
