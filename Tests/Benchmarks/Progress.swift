import CLibc
import Foundation

/// A line on the terminal that says what is being measured; without a terminal it is silent.
final class Progress {
  private let isVisible = isatty(STDERR_FILENO) == 1
  private let begin = Clock.now

  func show(_ text: String) {
    let seconds = Int(Clock.now - begin)
    write(String(format: "%d:%02d  %@", seconds / 60, seconds % 60, text))
  }

  func clear() { write("") }

  private func write(_ text: String) {
    guard isVisible else { return }
    FileHandle.standardError.write(Data("\r\u{1b}[K\(text.prefix(78))".utf8))
  }
}
