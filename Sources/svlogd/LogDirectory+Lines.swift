import RunitCore
import Unix

/// Lines on their way to `current`, to standard error and to the net.
extension LogDirectory {
  /// How much output is gathered before it is written.
  static let outputCapacity = 64 << 10

  /// Whether the input is the output.
  private var takesInputAsItIs: Bool {
    options.timestamp == nil && configuration.prefix.isEmpty && configuration.filter.isEmpty
      && configuration.receiver == nil && !configuration.isRemoteOnly
  }

  /// Logs `bytes`, in which lines are found with `splitter`. `output` is room to work in.
  func log(_ bytes: Span<UInt8>, _ splitter: LineSplitter, _ stamps: Stamps, _ output: inout ByteBuffer) {
    lookBeforeWrite()
    if takesInputAsItIs { return write(bytes) }
    let isStamped = options.timestamp != nil
    let hasRules = !configuration.filter.isEmpty || configuration.receiver != nil
    let prefix = configuration.prefix
    var lines = splitter
    var isFirst = !splitter.isInsideLongLine
    var offset = 0
    while offset < bytes.count {
      let part = lines.next(in: bytes, from: offset)
      offset = part.end
      if part.isBeginning {
        let stamp = isFirst ? stamps.first : stamps.others
        isFirst = false
        isSelected = !hasRules || judge(bytes.extracting(part.start..<part.headEnd), stamp, &output)
        if isSelected, !configuration.isRemoteOnly {
          if isStamped { gather(stamp.span, &output) }
          if !prefix.isEmpty { gather(prefix.span, &output) }
        }
      }
      if isSelected, !configuration.isRemoteOnly { gather(bytes.extracting(part.start..<part.end), &output) }
    }
    flush(&output)
  }

  /// Puts `bytes` into the output, and the output before them where it belongs when they don't fit.
  @inline(__always)
  private func gather(_ bytes: Span<UInt8>, _ output: inout ByteBuffer) {
    if bytes.count > output.room { flush(&output) }
    if bytes.count > output.room { write(bytes) } else { output.append(bytes) }
  }

  private func flush(_ output: inout ByteBuffer) {
    write(output.bytes)
    output.removeAll()
  }
}

/// What becomes of the first bytes of a line, up to the limit.
extension LogDirectory {
  /// Applies the rules to a line's head, and sends it where they say. Returns whether the line is selected.
  private func judge(_ head: Span<UInt8>, _ stamp: TextBuffer<26>, _ output: inout ByteBuffer) -> Bool {
    let (isSelected, isReported) = configuration.filter.decide(head)
    guard isReported || isSelected && configuration.receiver != nil else { return isSelected }
    let message = message(head, stamp)
    // Standard error is for whoever looks: when nobody can, nothing can be said about it either.
    if isReported { try? StandardStream.error.writeAll(message.span) }
    if isSelected, configuration.receiver != nil { send(message, &output) }
    return isSelected
  }

  private func send(_ message: [UInt8], _ output: inout ByteBuffer) {
    // One that could not be made for want of something can be had later.
    if remote.rawValue == -1 { openSocket() }
    if remote.rawValue == -1 {
      gather(CString("warning: no udp socket available: ").bytes, &output)
      gather(message.span, &output)
      return
    }
    do throws(Errno) {
      try remote.send(message.span)
    } catch {
      gather(CString("warning: failure sending through udp: ").bytes, &output)
      gather(message.span, &output)
    }
  }

  /// A line for readers that get its head only.
  private func message(_ head: Span<UInt8>, _ stamp: TextBuffer<26>) -> [UInt8] {
    var message: [UInt8] = []
    if options.timestamp != nil { message.append(copying: stamp.span) }
    message += configuration.prefix
    message.append(copying: head)
    if head.count == options.lineLimit { message.append(copying: CString("...").bytes) }
    message.append(UInt8(ascii: "\n"))
    return message
  }
}
