/// An old log file of a directory.
package struct Archive: Sendable {
  package let name: ArchiveName
  package let size: Int

  package init(_ name: ArchiveName, size: Int = 0) {
    self.name = name
    self.size = size
  }
}

/// Which old log files a directory keeps.
package struct Retention: Equatable, Sendable {
  /// How many of those that count stay; 0 is all.
  package let maximumCount: Int
  /// How many files of any kind a full disk leaves.
  package let minimumCount: Int
  /// How many bytes the files may have together; 0 is any number.
  package let totalSize: Int

  /// Whether there is a processor, for which unprocessed files wait.
  package let hasProcessor: Bool

  package init(maximumCount: Int, minimumCount: Int, totalSize: Int, hasProcessor: Bool) {
    self.maximumCount = maximumCount
    self.minimumCount = minimumCount
    self.totalSize = totalSize
    self.hasProcessor = hasProcessor
  }

  /// The files to delete after a rotation; `archives` come oldest first, without the one in the hands of a processor.
  ///
  /// What an earlier processor left half done goes always. Unprocessed files count as the others do, lest a processor that
  /// hangs fill the disk. Without a processor they are what crashes left, and go, as in runit, only when the total size leaves
  /// no room for them.
  package func surplus(_ archives: [Archive]) -> [ArchiveName] {
    var count = 0
    var size = 0
    for archive in archives where archive.name.kind != .temporary {
      if isCounted(archive) { count += 1 }
      size += archive.size
    }
    var surplus: [ArchiveName] = []
    for archive in archives {
      if archive.name.kind == .temporary {
        surplus.append(archive.name)
      } else if totalSize > 0 && size > totalSize || maximumCount > 0 && count > maximumCount && isCounted(archive) {
        surplus.append(archive.name)
        size -= archive.size
        if isCounted(archive) { count -= 1 }
      }
    }
    return surplus
  }

  private func isCounted(_ archive: Archive) -> Bool { hasProcessor || archive.name.kind != .unprocessed }

  /// The file that makes room on a full disk; `nil` when none may go. `archives` come oldest first.
  package func sacrifice(_ archives: [Archive]) -> ArchiveName? {
    guard minimumCount < maximumCount, archives.count > minimumCount else { return nil }
    return archives.first?.name
  }
}
