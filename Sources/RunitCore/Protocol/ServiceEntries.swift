/// An entry of a service directory that need not be there, beside the files of ``ParameterFile``.
package enum ServiceEntry: UInt8, Sendable {
  case down
  case log
  case finish
  case control
  case dependencies
  case dependencyDirectory
  case essential
  case killGroup

  /// The entry's name in the service directory.
  package var name: StaticString {
    switch self {
    case .down: "down"
    case .log: "log"
    case .finish: "finish"
    case .control: "control"
    case .dependencies: "dependencies"
    case .dependencyDirectory: "dependencies.d"
    case .essential: "essential"
    case .killGroup: "flag-killpg"
    }
  }
}

/// What a service directory may hold, by the names in it.
///
/// Most services have next to none of the files that they might have. To read the names of the directory tells so of all
/// of them, for less than to look for two that are missing.
package struct ServiceEntries: Equatable, Sendable {
  private var bits: UInt32

  /// An empty directory.
  package init() { bits = 0 }

  private init(bits: UInt32) { self.bits = bits }

  /// A directory that can't be read: anything may be there.
  package static var unknown: ServiceEntries { ServiceEntries(bits: .max) }

  /// Takes note of the entry `name`.
  @inline(never)
  package mutating func insert(_ name: Span<UInt8>) {
    // What every service directory has needs no comparison with all else.
    guard name.count > 0, name[0] != UInt8(ascii: "."), !name.equals("run"), !name.equals("supervise") else { return }
    var number: UInt8 = 0
    while let entry = ServiceEntry(rawValue: number) {
      if name.equals(Literal(entry.name)) { bits |= Self.bit(entry) }
      number += 1
    }
    number = 0
    while let file = ParameterFile(rawValue: number) {
      if name.equals(Literal(file.name)) { bits |= Self.bit(file) }
      number += 1
    }
  }

  /// Whether it is worth to look for `entry`.
  package func mayContain(_ entry: ServiceEntry) -> Bool { bits & Self.bit(entry) != 0 }

  /// Whether it is worth to look for `file`.
  package func mayContain(_ file: ParameterFile) -> Bool { bits & Self.bit(file) != 0 }

  private static func bit(_ entry: ServiceEntry) -> UInt32 { 1 << UInt32(entry.rawValue) }
  private static func bit(_ file: ParameterFile) -> UInt32 { 1 << (16 + UInt32(file.rawValue)) }
}
