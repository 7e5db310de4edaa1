/// A record of the kernel's log, as /dev/kmsg hands it out: `LEVEL,NUMBER,MICROSECONDS,-;TEXT`.
package enum KernelMessage {
  /// When the kernel killed a process for want of memory, in seconds since the machine started; `nil` when `record` does
  /// not tell of that.
  package static func secondsOfMemoryKill(_ record: Span<UInt8>) -> UInt64? {
    guard hasText("Killed process ", record) else { return nil }
    var start = 0
    for _ in 0..<2 {
      while start < record.count, record[start] != UInt8(ascii: ",") { start += 1 }
      start += 1
    }
    guard start < record.count else { return nil }
    let (microseconds, digits) = Decimal.scan(record.extracting(start...))
    return digits > 0 ? microseconds / 1_000_000 : nil
  }

  private static func hasText(_ text: Literal, _ record: Span<UInt8>) -> Bool {
    for start in record.indices where record.extracting(start...).hasPrefix(text) { return true }
    return false
  }
}
