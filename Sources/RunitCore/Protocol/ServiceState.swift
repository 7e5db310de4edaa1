/// What `supervise/status` says of a service in its last byte.
package enum ServiceState: UInt8, Sendable {
  case down = 0
  case run = 1
  case finish = 2

  package var text: Literal {
    switch self {
    case .down: "down"
    case .run: "run"
    case .finish: "finish"
    }
  }
}

/// What the operator wants of a service. The raw value is its byte in `supervise/status`.
package enum Want: UInt8, Sendable {
  case up
  case down
  /// Down, and then `runsv` itself goes.
  case exit

  /// The byte in `supervise/status`, which does not tell `exit` from `down`.
  package var byte: UInt8 { self == .up ? UInt8(ascii: "u") : UInt8(ascii: "d") }
}
