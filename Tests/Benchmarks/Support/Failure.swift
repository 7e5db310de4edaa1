/// Why a figure could not be measured; it is then reported as missing, with the reason.
struct Failure: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}

/// The user asked to stop.
struct Interrupted: Error {}
