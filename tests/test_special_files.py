"""What has the name of a file and is none: it is refused by name, and never waited for."""

from __future__ import annotations

import os
import socket

import pytest

from report.runtime.plain_files import NotPlainFile, read_plain, read_plain_text


def test_a_plain_file_is_read_whole(tmp_path):
    path = tmp_path / "plain.txt"
    path.write_bytes("\ufeffone\r\ntwo\n".encode())
    assert read_plain(path) == path.read_bytes()
    assert read_plain_text(path, "utf-8-sig") == "one\ntwo\n"


def test_no_more_than_the_limit_is_read(tmp_path):
    path = tmp_path / "plain.txt"
    path.write_bytes(b"12345")
    assert read_plain(path, 5) == b"12345"
    with pytest.raises(OSError, match="larger than 4 bytes"):
        read_plain(path, 4)


def test_a_named_pipe_is_named_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "p.md")
    with pytest.raises(NotPlainFile, match="a named pipe, not a file"):
        read_plain(tmp_path / "p.md")


def test_a_socket_is_named(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # a socket's path has a hundred bytes at most
    with socket.socket(socket.AF_UNIX) as end:
        end.bind("s.md")
        with pytest.raises(NotPlainFile, match="a socket, not a file"):
            read_plain(tmp_path / "s.md")


def test_a_device_behind_a_link_is_named(tmp_path):
    (tmp_path / "zero.md").symlink_to("/dev/zero")
    with pytest.raises(NotPlainFile, match="a device, not a file"):
        read_plain(tmp_path / "zero.md")


def test_a_folder_and_a_loop_of_links_are_plain_errors(tmp_path):
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    for path in (tmp_path, tmp_path / "loop"):
        with pytest.raises(OSError):
            read_plain(path)


def test_a_link_is_followed_only_where_that_is_meant(tmp_path):
    (tmp_path / "file").write_bytes(b"1")
    (tmp_path / "link").symlink_to("file")
    assert read_plain(tmp_path / "link") == b"1"
    with pytest.raises(NotPlainFile, match="a link, not a file"):
        read_plain(tmp_path / "link", follow=False)
