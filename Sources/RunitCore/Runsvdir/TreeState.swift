/// What a `runsvdir` leaves to the one that is executed in its place, as bytes.
///
///     0..<8    `rsvdir2\n`: the format, in a version that later ones read too
///     8..<12   process id of the main program; 0 when none runs
///     12..<16  descriptor of the title's pipe; -1 without one
///     16..<20  number of services
///     20..<24  descriptor of the claim on the scan directory; -1 without one
///
/// which `rsvdir1\n` lacks, and for each service, all numbers little-endian:
///
///     0..<16   device and inode of its directory
///     16..<24  when it was started, when it is tried again, or when it appeared: monotonic nanoseconds
///     24..<28  process id of its `runsv`; 0 when none runs
///     28       ``ScannedService/Phase``, as a number
///     29       bit 0: its entry is there; bit 1: its failures have been complained about; bit 2: its `runsv` died of
///              a signal, and may have left something; bit 3: its `runsv` was adopted; bit 4: it is new and
///              settles, and its phase is `pausing` for those who do not know that bit
///     30       failures in a row
///     31..<33  length of its name, which follows
///
/// and then for each service whose `runsv` was adopted, in the same order, a descriptor that holds that process; -1 for none.
package struct TreeState {
  private static let magic: Literal = "rsvdir2\n"
  private static let formerMagic: Literal = "rsvdir1\n"
  private static let headerSize = 24
  fileprivate static let serviceSize = 33

  package var table: ServiceTable
  package var command: Int32?
  package var title: Int32?
  package var claim: Int32?
  /// The descriptors of ``ServiceTable/adopted``.
  package var adopted: [Int32]

  package init(table: ServiceTable, command: Int32?, title: Int32?, claim: Int32? = nil, adopted: [Int32] = []) {
    self.table = table
    self.command = command
    self.title = title
    self.claim = claim
    self.adopted = adopted
  }

  package var encoded: [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(copying: Self.magic.span)
    bytes.append(littleEndian: UInt32(bitPattern: command ?? 0))
    bytes.append(littleEndian: UInt32(bitPattern: title ?? -1))
    bytes.append(littleEndian: UInt32(table.services.count))
    bytes.append(littleEndian: UInt32(bitPattern: claim ?? -1))
    for service in table.services { service.append(to: &bytes) }
    for index in table.adopted.indices {
      bytes.append(littleEndian: UInt32(bitPattern: index < adopted.count ? adopted[index] : -1))
    }
    return bytes
  }

  /// `nil` for bytes that make no sense.
  package init?(decoding bytes: Span<UInt8>) {
    let isFormer = bytes.hasPrefix(Self.formerMagic)
    let headerSize = isFormer ? Self.headerSize - 4 : Self.headerSize
    guard isFormer || bytes.hasPrefix(Self.magic), bytes.count >= headerSize else { return nil }
    let claim = isFormer ? -1 : Int32(bitPattern: bytes.load(littleEndian: UInt32.self, at: 20))
    let command = Int32(bitPattern: bytes.load(littleEndian: UInt32.self, at: 8))
    let title = Int32(bitPattern: bytes.load(littleEndian: UInt32.self, at: 12))
    let count = Int(bytes.load(littleEndian: UInt32.self, at: 16))
    var services: [ScannedService] = []
    var offset = headerSize
    for _ in 0..<count {
      guard bytes.count - offset >= Self.serviceSize else { return nil }
      let size = Self.serviceSize + Int(bytes.load(littleEndian: UInt16.self, at: offset + 31))
      guard bytes.count - offset >= size,
        let service = ScannedService(decoding: bytes.extracting(offset..<(offset + size)))
      else { return nil }
      // The table is sorted, and stays so on its way.
      guard services.last?.precedes(service.directory, service.name.span) ?? true else { return nil }
      services.append(service)
      offset += size
    }
    let table = ServiceTable(sorted: services)
    var adopted: [Int32] = []
    guard bytes.count - offset == 4 * table.adopted.count else { return nil }
    while offset < bytes.count {
      adopted.append(Int32(bitPattern: bytes.load(littleEndian: UInt32.self, at: offset)))
      offset += 4
    }
    self.init(
      table: table, command: command > 0 ? command : nil, title: title >= 0 ? title : nil,
      claim: claim >= 0 ? claim : nil, adopted: adopted)
  }
}

extension ServiceTable {
  /// The table of another `runsvdir`.
  fileprivate init(sorted services: [ScannedService]) {
    self.init()
    self.services = services
    processes = ProcessIndex(services)
    findNextDeadline()
  }
}

extension ScannedService {
  /// ``Phase`` without its numbers.
  private enum PhaseCode: UInt8 {
    case blocked, pausing, running, leaving, gone
  }

  fileprivate func append(to bytes: inout [UInt8]) {
    let (code, process, moment) = parts
    bytes.append(littleEndian: directory.device)
    bytes.append(littleEndian: directory.inode)
    bytes.append(littleEndian: UInt64(bitPattern: moment))
    bytes.append(littleEndian: UInt32(bitPattern: process))
    bytes.append(code.rawValue)
    var flags: UInt8 = 0
    if isPresent { flags |= 1 }
    if failures.isReported { flags |= 2 }
    if mayHaveOrphan { flags |= 4 }
    if isAdopted { flags |= 8 }
    if isSettling { flags |= 16 }
    bytes.append(flags)
    bytes.append(failures.count)
    bytes.append(littleEndian: UInt16(name.count))  // the kernel knows no name near that
    bytes += name
  }

  private var isSettling: Bool {
    if case .settling = phase { true } else { false }
  }

  private var parts: (code: PhaseCode, process: Int32, moment: Int64) {
    switch phase {
    case .blocked: (.blocked, 0, 0)
    case .starting: (.pausing, 0, 0)  // at once
    case .pausing(let until): (.pausing, 0, until)
    case .settling(let settling): (.pausing, 0, settling.appeared)
    case .running(let process, let since): (.running, process, since)
    case .leaving(let process): (.leaving, process, 0)
    case .gone: (.gone, 0, 0)
    }
  }

  fileprivate init?(decoding bytes: Span<UInt8>) {
    let moment = Int64(bitPattern: bytes.load(littleEndian: UInt64.self, at: 16))
    let process = Int32(bitPattern: bytes.load(littleEndian: UInt32.self, at: 24))
    guard moment >= 0 else { return nil }  // that clock begins with the machine, and times are subtracted from it
    let phase: Phase
    switch PhaseCode(rawValue: bytes[28]) {
    case .blocked: phase = .blocked
    case .pausing where bytes[29] & 16 != 0: phase = .settling(Settling(since: moment))
    case .pausing: phase = .pausing(until: moment)
    case .running: phase = .running(process: process, since: moment)
    case .leaving: phase = .leaving(process: process)
    case .gone: phase = .gone
    case nil: return nil
    }
    let directory = DirectoryIdentity(
      device: bytes.load(littleEndian: UInt64.self, at: 0), inode: bytes.load(littleEndian: UInt64.self, at: 8))
    self.init(bytes.extracting(TreeState.serviceSize...), directory, scan: 0)
    self.phase = phase
    guard self.process.map({ $0 > 1 }) ?? true else { return nil }
    isPresent = bytes[29] & 1 != 0
    mayHaveOrphan = bytes[29] & 4 != 0
    isAdopted = bytes[29] & 8 != 0 && self.process != nil
    failures = FailureCount(bytes[30], isReported: bytes[29] & 2 != 0)
  }
}

extension [UInt8] {
  fileprivate mutating func append<Value: FixedWidthInteger & UnsignedInteger>(littleEndian value: Value) {
    for index in 0..<MemoryLayout<Value>.size { append(UInt8(truncatingIfNeeded: value >> Value(8 * index))) }
  }
}
