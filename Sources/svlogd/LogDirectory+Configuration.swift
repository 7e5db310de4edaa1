import Console
import RunitCore
import Unix

/// What `config` says, at first and later.
extension LogDirectory {
  /// `nil` without a `config`, and with one that is not for us to read.
  ///
  /// - Throws: what the kernel is short of.
  static func firstConfiguration(
    in descriptor: borrowing FileDescriptor, of name: CString
  ) throws(Failure) -> LogConfiguration? {
    do throws(Failure) {
      return try LogConfiguration.read(in: descriptor, of: name)
    } catch {
      if error.reason?.isNoAnswer == true { throw error }
      voice.report(.warning, error)
      return nil
    }
  }

  /// Reads `config` anew. One that can't be read leaves everything as it was.
  func reload() {
    info("close:")
    insist("unable to fsync current logfile:") { () throws(Errno) in
      if current.rawValue != -1 { try current.synchronize() }
    }
    isUnsynced = false
    syncAt = nil
    do throws(Failure) {
      let read = try LogConfiguration.read(in: descriptor, of: name)
      if read != nil { info("read:", "/config") }
      configure(read ?? LogConfiguration())
    } catch {
      voice.report(.warning, error)
    }
    makeCurrent("unable to open current:")
    info("append:", "/current")
  }

  private func configure(_ configuration: LogConfiguration) {
    self.configuration = configuration
    policy = configuration.rotationPolicy(options)
    retention = configuration.retention
    openSocket()
    rotateAt = ageLimit
    hasUnprocessed = true
    processAt = nil
    openCounters()
    insist("unable to set mode of current:") { () throws(Errno) in
      if current.rawValue != -1 { try current.setMode(configuration.mode) }
    }
  }

  func openSocket() { remote = DatagramSocket(to: configuration.receiver.map { SocketAddress($0) }) }

  /// Opens the file of counters, or lets go of it, as `config` says.
  func openCounters() {
    if !configuration.hasCounters { closeCounters() }
    if configuration.hasCounters, counters == nil { counters = CountersFile.open(in: descriptor, of: name) }
  }

  func closeCounters() {
    counters?.publish()
    counters = nil
  }
}

extension LogConfiguration {
  func rotationPolicy(_ options: Options) -> RotationPolicy {
    RotationPolicy(maximumSize: maximumSize, lineLimit: options.lineLimit)
  }

  var retention: Retention {
    Retention(
      maximumCount: maximumCount, minimumCount: minimumCount, totalSize: totalSize,
      hasProcessor: !processor.isEmpty)
  }
}
