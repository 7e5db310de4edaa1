/// An old log file of a directory.
public struct Archive: Sendable {
  public let name: ArchiveName
  public let size: Int

  public init(_ name: ArchiveName, size: Int = 0) {
    self.name = name
    self.size = size
  }
}

/// Which old log files a directory keeps.
public struct Retention: Equatable, Sendable {
  /// How many finished files stay; 0 is all.
  public let maximumCount: Int
  /// How many files of any kind a full disk leaves.
  public let minimumCount: Int
  /// How many bytes the files may have together; 0 is any number.
  public let totalSize: Int

  public init(maximumCount: Int, minimumCount: Int, totalSize: Int) {
    self.maximumCount = maximumCount
    self.minimumCount = minimumCount
    self.totalSize = totalSize
  }

  /// The files to delete after a rotation; `archives` come oldest first, without those in the hands of a processor.
  ///
  /// What an earlier processor left half done goes always. Unprocessed files are not counted, and go only when the
  /// total size leaves no room for them.
  public func surplus(_ archives: [Archive]) -> [ArchiveName] {
    var finished = 0
    var size = 0
    for archive in archives where archive.name.kind != .temporary {
      if archive.name.kind != .unprocessed { finished += 1 }
      size += archive.size
    }
    var surplus: [ArchiveName] = []
    for archive in archives {
      let isUnprocessed = archive.name.kind == .unprocessed
      if archive.name.kind == .temporary {
        surplus.append(archive.name)
      } else if totalSize > 0 && size > totalSize || !isUnprocessed && maximumCount > 0 && finished > maximumCount {
        surplus.append(archive.name)
        size -= archive.size
        if !isUnprocessed { finished -= 1 }
      }
    }
    return surplus
  }

  /// The file that makes room on a full disk; `nil` when none may go. `archives` come oldest first.
  public func sacrifice(_ archives: [Archive]) -> ArchiveName? {
    guard minimumCount < maximumCount, archives.count > minimumCount else { return nil }
    return archives.first?.name
  }
}
