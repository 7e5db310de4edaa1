import CLibc

/// News of directories, delivered through a descriptor. The corresponding C functions are those of `inotify`.
package struct FileWatch: Descriptor, ~Copyable {
  /// What may happen in a watched directory.
  package struct Events: OptionSet, Sendable {
    package let rawValue: UInt32
    package init(rawValue: UInt32) { self.rawValue = rawValue }

    /// Entries were made, removed or renamed, or the directory itself went away.
    package static var entries: Events {
      Events(rawValue: UInt32(IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_DELETE_SELF | IN_MOVE_SELF))
    }
    /// A file was renamed into it, as ``FileSystem/rename(_:to:)`` does to publish one.
    package static var replacements: Events { Events(rawValue: UInt32(IN_MOVED_TO)) }
    /// A file was written to.
    package static var modifications: Events { Events(rawValue: UInt32(IN_MODIFY)) }
    /// Entries were made.
    package static var creations: Events { Events(rawValue: UInt32(IN_CREATE)) }
    /// Files in it were opened, by this process too.
    package static var opens: Events { Events(rawValue: UInt32(IN_OPEN)) }
    /// The watch itself has ended: its directory is gone. Only delivered.
    package static var ended: Events { Events(rawValue: UInt32(IN_IGNORED)) }
    /// News were lost: anything may have changed. Only delivered.
    package static var overflow: Events { Events(rawValue: UInt32(IN_Q_OVERFLOW)) }
  }

  private let descriptor: FileDescriptor

  package var rawValue: CInt { descriptor.rawValue }

  /// Goes on with one that a former program of this process has made.
  package init(continuing descriptor: consuming FileDescriptor) { self.descriptor = descriptor }

  package init() throws(Errno) {
    descriptor = FileDescriptor(owning: try attempt { inotify_init1(CInt(IN_CLOEXEC) | CInt(IN_NONBLOCK)) })
  }

  /// Watches what `path` is now, and returns the number under which its news come. Watching it twice is one watch.
  @discardableResult
  package func add(_ path: CString, _ events: Events) throws(Errno) -> CInt {
    try attempt { unsafe inotify_add_watch(rawValue, path.pointer, events.rawValue) }
  }

  /// Ends a watch. One that has ended by itself is none: nothing is said about it.
  package func remove(_ watch: CInt) { inotify_rm_watch(rawValue, watch) }

  /// Hands out the news that have come: the watch, what happened, and the name of the entry in question, if any.
  package func drain(_ body: (_ watch: CInt, _ events: Events, _ name: CString?) -> Void) {
    var buffer = InlineArray<512, UInt64>(repeating: 0)  // aligned for inotify_event; an event takes at most 272 bytes
    var span = buffer.mutableSpan
    unsafe span.withUnsafeMutableBufferPointer { words in
      let bytes = UnsafeMutableRawBufferPointer(words)
      while true {
        let count = unsafe CLibc.read(rawValue, bytes.baseAddress, bytes.count)
        guard count > 0 else { return }
        var offset = 0
        while offset < count {
          let event = unsafe bytes.load(fromByteOffset: offset, as: inotify_event.self)
          let header = MemoryLayout<inotify_event>.size
          let start = unsafe bytes.baseAddress!.advanced(by: offset + header).assumingMemoryBound(to: CChar.self)
          unsafe body(event.wd, Events(rawValue: event.mask), event.len > 0 ? CString(start) : nil)
          offset += header + Int(event.len)
        }
      }
    }
  }

  /// Throws away the news that have come: that there were some was all that counted.
  package func discard() { drain { _, _, _ in } }
}
