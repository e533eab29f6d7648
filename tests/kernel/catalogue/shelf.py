"""An item of one's own, to put on the shelf (see conftest)."""

CARD = """\
name: 敬老卡补办
plain: 敬老卡丢了补一张
synonyms: [卡丢了]
topics: [养老]
basis: [{law: 上海市老年人权益保障条例, article: 第二十条}]
who: 有敬老卡的老人
where: 社区事务受理服务中心
apply:
  subject: person
  channels: [counter, online]
  process: review
  clocks: {total: {length: 30}}
  publicity: {days: 7, show: [name], basis: 内部规定}
  form:
    - {key: lost, ask: 怎么丢的, kind: choice, options: [丢失, 损坏]}
  materials:
    - {key: booklet, name: 户口簿, known: members}
"""
