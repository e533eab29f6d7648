"""Names as they sound, and as they are masked."""

import pytest

from yingzhou.kernel.people import names


@pytest.mark.parametrize(
    ("name", "pinyin", "initials"),
    [
        ("李秀珍", "lixiuzhen", "lxz"),
        ("单雄信", "shanxiongxin", "sxx"),
        ("仇英", "qiuying", "qy"),
        ("曾国藩", "zengguofan", "zgf"),
        ("尉迟恭", "yuchigong", "ycg"),
        ("尉迟", "weichi", "wc"),
        ("吕布", "lvbu", "lb"),
        ("买买提·艾力", "maimaitiaili", "mmtal"),
        (" 李 秀珍", "lixiuzhen", "lxz"),
        ("", "", ""),
    ],
)
def test_pinyin_reads_surnames_as_surnames(name, pinyin, initials):
    assert names.pinyin(name) == pinyin
    assert names.initials(name) == initials


@pytest.mark.parametrize(
    "alike",
    [
        ("李秀珍", "李秀贞", "lixiuzhen", "LI XIU ZHEN", "倪秀珍", "lixiuzeng"),
        ("张诗", "臧思", "zangsi"),
        ("程英", "陈音", "岑因"),
        ("吕布", "lvbu", "lyubu", "卢布"),
        ("金国", "京国", "jinguo", "jingguo"),
    ],
)
def test_what_is_mixed_up_in_speech_sounds_the_same(alike):
    assert len({names.sound(name) for name in alike}) == 1


@pytest.mark.parametrize(("one", "other"), [("李福", "李户"), ("王强", "黄强"), ("任杰", "林杰")])
def test_what_tells_names_apart_is_kept(one, other):
    assert names.sound(one) != names.sound(other)


def test_the_sound_of_a_sound_is_itself():
    for name in ("李秀珍", "张诗", "程英", "吕布"):
        assert names.sound(names.sound(name)) == names.sound(name)


@pytest.mark.parametrize(
    ("name", "masked"),
    [("李秀珍", "李*珍"), ("李强", "李*"), ("欧阳秀珍", "欧**珍"), ("李", "*"), ("", "")],
)
def test_a_masked_name_can_be_recognised_by_its_owner(name, masked):
    assert names.mask_name(name) == masked


@pytest.mark.parametrize(
    "name", ["王芳", "买买提·艾力", "Anne-Marie", "O'Neil", "㛃娃", "\ue863明"]
)
def test_people_are_called_so(name):
    assert names.checked(name) == name


@pytest.mark.parametrize("name", ["=1+1", "王5", "王", "@SUM", "-王芳", "王芳(亡)", "王" * 41])
def test_nobody_is_called_so(name):
    with pytest.raises(ValueError, match="姓名"):
        names.checked(name)
