import CLibc

/// The daemon that every suite supervises in the benchmarks: it reports its start over a FIFO, then on descriptor 3 that it
/// is ready, and waits for a signal.
///
/// The FIFO is named by `BENCHMARK_FIFO`. A report has 64 bytes: the monotonic clock in nanoseconds, the process id, and
/// the name of the working directory padded with NULs. It is static and small, so that what is measured is the suite.
@c(BenchmarkDaemon_main)
func main(argc: CInt, argv: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> CInt {
  var now = timespec()
  unsafe clock_gettime(CLOCK_MONOTONIC, &now)
  guard let fifo = unsafe getenv("BENCHMARK_FIFO") else { return 100 }
  var report = InlineArray<64, UInt8>(repeating: 0)
  store(Int64(now.tv_sec) * 1_000_000_000 + Int64(now.tv_nsec), at: 0, in: &report)
  store(Int64(getpid()), at: 8, in: &report)
  storeDirectoryName(at: 16, in: &report)

  let descriptor = unsafe libc_open(fifo, O_WRONLY | O_CLOEXEC, 0)
  let isWritten = unsafe report.span.withUnsafeBytes { bytes in
    unsafe write(descriptor, bytes.baseAddress, bytes.count) == bytes.count
  }
  guard isWritten else { return 111 }
  close(descriptor)
  // Who keeps track of readiness reads it here; elsewhere there is no such descriptor.
  var newline = UInt8(ascii: "\n")
  _ = unsafe write(3, &newline, 1)
  while true { pause() }
}

/// Stores a number in little-endian order.
private func store(_ number: Int64, at offset: Int, in report: inout InlineArray<64, UInt8>) {
  for index in 0..<8 { report[offset + index] = UInt8(truncatingIfNeeded: number >> (8 * Int64(index))) }
}

/// Stores the last part of the working directory's path, and keeps one NUL behind it.
private func storeDirectoryName(at offset: Int, in report: inout InlineArray<64, UInt8>) {
  var path = InlineArray<512, CChar>(repeating: 0)
  var bytes = path.mutableSpan
  let length = unsafe bytes.withUnsafeMutableBufferPointer { buffer in
    guard let start = buffer.baseAddress else { return 0 }
    return unsafe libc_getcwd(start, buffer.count)
  }
  var end = offset
  for index in 0..<max(0, length - 1) {
    let byte = UInt8(bitPattern: path[index])
    if byte == UInt8(ascii: "/") {
      while end > offset {
        end -= 1
        report[end] = 0
      }
    } else if end < report.count - 1 {
      report[end] = byte
      end += 1
    }
  }
}
