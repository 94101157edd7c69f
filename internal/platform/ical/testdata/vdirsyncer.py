"""Reads a calendar as vdirsyncer takes it apart to store it, and prints the identifiers that it found: vdirsyncer.py FILE COUNT"""
import json
import sys

# This folder must not stand before the libraries whose names its files have.
sys.path.pop(0)

from vdirsyncer.vobject import Item, split_collection  # noqa: E402

with open(sys.argv[1], encoding="utf-8", newline="") as file:
    items = [Item(text) for text in split_collection(file.read())]
if not all(item.uid and item.parsed is not None for item in items):
    sys.exit("an item is not understood")
json.dump({item.uid: [] for item in items}, sys.stdout)
